package dev.plimsoll.audit;

/** Hears how far a scan is: first it reads, then it judges, and looks at images meanwhile. */
public interface ScanProgress {

    /** Nobody wants to know. */
    ScanProgress UNHEARD = new ScanProgress() {
        @Override
        public void read(int objects) {}

        @Override
        public void looked(int images) {}

        @Override
        public void judged(int workloads, int of) {}
    };

    /** So many objects have been read until now. */
    void read(int objects);

    /** So many images have been looked at until now, whether or not they could be; called by several threads. */
    void looked(int images);

    /** So many different workloads have been judged, of all that there are. */
    void judged(int workloads, int of);
}
