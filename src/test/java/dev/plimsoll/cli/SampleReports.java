package dev.plimsoll.cli;

import dev.plimsoll.cli.CheckReport.CheckedObject;
import dev.plimsoll.cli.CheckReport.Policies;
import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.evaluation.Evaluation.Excused;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageName;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.image.Layer;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.Inspections;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.Violation;
import dev.plimsoll.workload.Container;
import dev.plimsoll.workload.Container.Kind;
import dev.plimsoll.workload.Namespace;
import dev.plimsoll.workload.RunAs;
import dev.plimsoll.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reports as a run could make them. */
final class SampleReports {

    private static final Platform ARM64 = new Platform("linux", "arm64");

    private SampleReports() {}

    static CheckReport empty() {
        return new CheckReport(Mode.ENFORCE, new Policies(List.of("baseline"), false), List.of(), Map.of("Service", 1));
    }

    /** Something of everything. */
    static CheckReport varied() {
        return new CheckReport(
                Mode.ENFORCE,
                new Policies(List.of("baseline", "strict"), false),
                List.of(deployment(), pod(), cronJob()),
                Map.of("Service", 2, "ConfigMap", 1, "Ingress", 2));
    }

    /** The names of people who would like a terminal to obey them. */
    static CheckReport hostile() {
        Container container = container("web\u001b[2J", Kind.REGULAR, "not an\u001b[31m image", RunAs.UNSPECIFIED);
        return new CheckReport(
                Mode.ENFORCE,
                new Policies(List.of("baseline"), true),
                List.of(new CheckedObject(
                        "dir\r/evil.yaml",
                        "v1",
                        new Evaluation(
                                workload("Pod", "evil\nDENY", container),
                                Mode.ENFORCE,
                                List.of(finding(
                                        "baseline",
                                        "invalid-reference",
                                        container.name(),
                                        "\"\u001b[31m\" is no image reference",
                                        "",
                                        ValidationAction.WARN)),
                                List.of(),
                                Inspections.NONE))),
                Map.of("Evil\u001b[0m", 1));
    }

    private static CheckedObject deployment() {
        Container web = container("web", Kind.REGULAR, "node:18", RunAs.UNSPECIFIED);
        Container proxy = container(
                "proxy", Kind.INIT, "registry.corp:5000/mesh/proxy-init:v1.29@" + Digest.of("proxy"), runAs(0));
        Container models = container("models", Kind.IMAGE_VOLUME, "registry.corp:5000/ml/models:7", RunAs.UNSPECIFIED);
        Map<ImageReference, Inspection> found = Map.of(
                reference(web),
                new Inspection(
                        Digest.of("index"),
                        List.of(image(Platform.LINUX_AMD64, "", 200, 153), image(ARM64, "", 190, 150)),
                        Set.of(Platform.LINUX_AMD64, ARM64)),
                reference(proxy),
                inspection(image(Platform.LINUX_AMD64, "1337", 58)),
                reference(models),
                inspection(image(Platform.LINUX_AMD64, "", 3000)));
        return new CheckedObject(
                "deploy/web.yaml",
                "apps/v1",
                new Evaluation(
                        workload("Deployment", "web", proxy, web, models),
                        Mode.ENFORCE,
                        List.of(
                                finding(
                                        "strict",
                                        "image-size",
                                        "web",
                                        "node:18 is 353 MiB compressed, over 200 MiB",
                                        "use a slimmer base or a multi-stage build",
                                        ValidationAction.DENY,
                                        ValidationAction.AUDIT),
                                finding(
                                        "baseline",
                                        "root-user",
                                        "web",
                                        "runs as root (image sets no USER)",
                                        "set securityContext.runAsNonRoot and a numeric USER",
                                        ValidationAction.WARN),
                                new Finding(
                                        "baseline",
                                        "pod-size",
                                        Optional.empty(),
                                        new Violation("all images are 3.3 GiB compressed, over 2 GiB", "use fewer"),
                                        Set.of(ValidationAction.AUDIT))),
                        List.of(new Excused(
                                finding(
                                        "strict",
                                        "image-size",
                                        "models",
                                        "registry.corp:5000/ml/models:7 is 2.9 GiB compressed, over 200 MiB",
                                        "use a slimmer base or a multi-stage build",
                                        ValidationAction.DENY),
                                "big-models",
                                "weights are data")),
                        new Inspections(found, Map.of())));
    }

    private static CheckedObject pod() {
        Container gone = container("importer", Kind.REGULAR, "registry.corp:5000/legacy/importer:2", RunAs.UNSPECIFIED);
        return new CheckedObject(
                "deploy/importer.yaml",
                "v1",
                new Evaluation(
                        workload("Pod", "importer", gone),
                        Mode.ENFORCE,
                        List.of(finding(
                                "baseline",
                                "uninspected",
                                "importer",
                                "could not look at registry.corp:5000/legacy/importer:2 (not-found: no such tag)",
                                "admitted unchecked",
                                ValidationAction.WARN)),
                        List.of(),
                        new Inspections(
                                Map.of(),
                                Map.of(reference(gone), new InspectionException(Reason.NOT_FOUND, "no such tag")))));
    }

    private static CheckedObject cronJob() {
        Container report = container("report", Kind.REGULAR, "registry.corp:5000/shop/report:1.4.2", runAs(65532));
        return new CheckedObject(
                "deploy/report.yaml",
                "batch/v1",
                new Evaluation(
                        workload("CronJob", "report", report),
                        Mode.ENFORCE,
                        List.of(),
                        List.of(),
                        new Inspections(
                                Map.of(reference(report), inspection(image(Platform.LINUX_AMD64, "65532", 12))),
                                Map.of())));
    }

    private static Workload workload(String kind, String name, Container... containers) {
        return new Workload(
                kind,
                Namespace.named("shop"),
                name,
                Map.of(),
                Set.of(Platform.LINUX_AMD64),
                List.of(containers),
                Optional.empty());
    }

    private static Container container(String name, Kind kind, String image, RunAs runAs) {
        return new Container(name, kind, ImageName.parse(image), runAs);
    }

    private static RunAs runAs(long user) {
        return new RunAs(Optional.of(user), false, false, false, Optional.empty());
    }

    private static ImageReference reference(Container container) {
        return container.reference().orElseThrow();
    }

    private static Inspection inspection(Image image) {
        return new Inspection(image.digest(), List.of(image), Set.of());
    }

    private static Image image(Platform platform, String user, long... layerMebibytes) {
        List<Layer> layers = java.util.Arrays.stream(layerMebibytes)
                .mapToObj(size -> new Layer(
                        Digest.of(platform + " " + size),
                        DataSize.ofMebibytes(size),
                        "application/vnd.oci.image.layer.v1.tar+gzip"))
                .toList();
        return new Image(
                Digest.of(platform + user + layers),
                Optional.of(platform),
                layers,
                new ImageConfig(Optional.of(platform), user, Optional.empty(), List.of(), Map.of(), List.of()),
                Map.of());
    }

    private static Finding finding(
            String policy, String check, String container, String problem, String remedy, ValidationAction... actions) {
        return new Finding(policy, check, Optional.of(container), new Violation(problem, remedy), Set.of(actions));
    }
}
