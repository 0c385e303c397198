package dev.plimsoll.cli;

import dev.plimsoll.audit.ScanProgress;

/** How far an audit is, in a line on the terminal. */
final class AuditProgress implements ScanProgress {

    private final ProgressLine line;
    private int images;
    private int judged;
    private int workloads;

    AuditProgress(ProgressLine line) {
        this.line = line;
    }

    @Override
    public synchronized void read(int objects) {
        line.show("Read %,d objects".formatted(objects));
    }

    @Override
    public synchronized void looked(int images) {
        this.images = images;
        show();
    }

    @Override
    public synchronized void judged(int judged, int of) {
        this.judged = judged;
        this.workloads = of;
        show();
    }

    private void show() {
        line.show(
                workloads == 0
                        ? "Looked at %,d images".formatted(images)
                        : "Looked at %,d images, judged %,d of %,d workloads".formatted(images, judged, workloads));
    }
}
