package dev.plimsoll.web;

import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.audit.AuditResult;
import dev.plimsoll.audit.AuditResult.Totals;
import dev.plimsoll.audit.AuditedFinding;
import dev.plimsoll.audit.AuditedImage;
import dev.plimsoll.audit.Gap;
import dev.plimsoll.audit.Owner;
import dev.plimsoll.audit.PolicyFindings;
import dev.plimsoll.audit.Savings;
import dev.plimsoll.audit.UnknownImage;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.inspection.ImageFacts;
import dev.plimsoll.inspection.ImageFacts.LayerFacts;
import dev.plimsoll.inspection.ImageFacts.NoteFacts;
import dev.plimsoll.kubernetes.ResourceStanding;
import dev.plimsoll.kubernetes.ResourceState;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.ImageException;
import dev.plimsoll.policy.ImagePattern;
import dev.plimsoll.policy.LabelSelector;
import dev.plimsoll.policy.Match;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.Violation;
import dev.plimsoll.policy.check.ImageAdvice;
import dev.plimsoll.policy.check.ImageGrowth;
import dev.plimsoll.policy.check.ImageSize;
import dev.plimsoll.policy.check.MutableTag;
import dev.plimsoll.policy.check.RootUser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Audits of clusters that could be. The same number gives the same cluster. */
public final class SampleAudits {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    /** What somebody would call things who wants to get at whoever reads the page. */
    static final String HOSTILE =
            "<script>alert(1)</script>\"' onmouseover=\"alert(2)\" {page.title} \u202Egpj.exe\u2066 &lt; ${1} </style>";

    private static final List<String> TEAMS = List.of(
            "shop", "till", "search", "billing", "stock", "mail", "login", "media", "reports", "ml", "edge", "data");

    private static final List<String> PARTS = List.of(
            "web",
            "api",
            "worker",
            "importer",
            "cron",
            "gateway",
            "cache",
            "proxy",
            "exporter",
            "migrate",
            "console",
            "trainer");

    private record Base(String name, long mebibytes, List<LayerFacts> layers, String slimmer, long slimMebibytes) {}

    private static final List<Base> BASES = List.of(
            new Base(
                    "node:18.13.0",
                    353,
                    List.of(
                            layer(52, "ADD file:1a2b3c4d5e6f in /"),
                            layer(5, "apt-get update; apt-get install -y --no-install-recommends ca-certificates curl"),
                            layer(17, "apt-get install -y --no-install-recommends git mercurial openssh-client"),
                            layer(
                                    188,
                                    "set -ex; apt-get update; apt-get install -y --no-install-recommends autoconf g++"),
                            layer(91, "ARCH= && dpkgArch=\"$(dpkg --print-architecture)\" && curl -fsSLO node.tar.xz")),
                    "node:18.13.0-slim",
                    76),
            new Base(
                    "python:3.11",
                    340,
                    List.of(
                            layer(52, "ADD file:9f8e7d6c5b4a in /"),
                            layer(205, "apt-get update; apt-get install -y build-essential libbz2-dev"),
                            layer(83, "set -eux; wget -O python.tar.xz; make -j 4; make install")),
                    "python:3.11-slim",
                    48),
            new Base("alpine:3.20", 3, List.of(layer(3, "ADD file:77aa in /")), "", 0),
            new Base(
                    "eclipse-temurin:17-jre",
                    98,
                    List.of(layer(29, "ADD file:5c6d in /"), layer(69, "set -eux; curl -L -o /tmp/openjdk.tar.gz")),
                    "eclipse-temurin:17-jre-alpine",
                    62));

    private static final List<String> OWN = List.of(
            "COPY . /app",
            "npm install",
            "COPY requirements.txt /tmp/requirements.txt",
            "pip install -r /tmp/requirements.txt",
            "chown -R app:app /app",
            "COPY target/quarkus-app/lib/ /deployments/lib/",
            "apt-get update && apt-get install -y gcc curl vim",
            "WORKDIR /app");

    private SampleAudits() {}

    private static LayerFacts layer(long mebibytes, String instruction) {
        return new LayerFacts(DataSize.ofMebibytes(mebibytes), false, instruction);
    }

    /** Of a cluster with so many images. */
    public static Snapshot cluster(int images) {
        return snapshot(new AuditState.Known(result(images, Mode.ENFORCE)), Mode.ENFORCE);
    }

    /** As if there had been no room for what images are made of. */
    static Snapshot withoutFacts(Snapshot before) {
        AuditResult result = ((AuditState.Known) before.audit()).result();
        return snapshot(
                new AuditState.Known(with(
                        result,
                        result.images().stream()
                                .map(image -> new AuditedImage(
                                        image.references(),
                                        image.digest(),
                                        image.size(),
                                        image.layers(),
                                        image.platforms(),
                                        image.base(),
                                        image.root(),
                                        image.mutable(),
                                        image.findings(),
                                        image.namespaces(),
                                        image.owners(),
                                        image.moreOwners(),
                                        List.of()))
                                .toList())),
                result.mode());
    }

    /** As if the same had been found by another scan. */
    public static Snapshot again(Snapshot before) {
        AuditResult result = ((AuditState.Known) before.audit()).result();
        return snapshot(new AuditState.Known(with(result, result.images())), result.mode());
    }

    private static AuditResult with(AuditResult result, List<AuditedImage> images) {
        return new AuditResult(
                result.begun().plusNanos(1),
                result.took(),
                result.mode(),
                result.policies(),
                result.totals(),
                result.findings(),
                result.unknown(),
                result.gaps(),
                result.savings(),
                result.savingsByNamespace(),
                images);
    }

    static Snapshot snapshot(AuditState audit, Mode mode) {
        return new Snapshot(audit, policies(), standings(), false, mode, NOW);
    }

    /** In which nothing runs. */
    static Snapshot empty() {
        Savings nothing = new Savings(0, 0, DataSize.ZERO, DataSize.ZERO, DataSize.ZERO, 0, 0, List.of(), List.of());
        AuditResult result = new AuditResult(
                NOW.minusSeconds(30),
                Duration.ofMillis(40),
                Mode.AUDIT,
                List.of(),
                new Totals(0, 0, 0, 0, 0, 0),
                List.of(),
                List.of(),
                List.of(),
                nothing,
                Map.of(),
                List.of());
        return new Snapshot(
                new AuditState.Known(result), new PolicySet(List.of(), List.of()), List.of(), false, Mode.AUDIT, NOW);
    }

    /** In which everything is called {@link #HOSTILE}. */
    static Snapshot hostile() {
        String digest = Digest.of("hostile").toString();
        Owner owner = new Owner("v1", HOSTILE, HOSTILE, HOSTILE);
        ImageFacts facts = new ImageFacts(
                HOSTILE,
                Optional.of(digest),
                HOSTILE,
                DataSize.ofMebibytes(3),
                HOSTILE,
                Optional.of(NOW),
                HOSTILE,
                List.of(HOSTILE),
                List.of(new LayerFacts(DataSize.ofMebibytes(3), true, HOSTILE + "x".repeat(4000))),
                List.of(new NoteFacts(HOSTILE, HOSTILE, HOSTILE, DataSize.ZERO)),
                HOSTILE);
        AuditedImage image = new AuditedImage(
                List.of(HOSTILE, HOSTILE + "2", "y".repeat(5000)),
                digest,
                DataSize.ofMebibytes(3),
                1,
                List.of(HOSTILE),
                HOSTILE,
                true,
                true,
                Map.of(HOSTILE, ValidationAction.DENY),
                List.of(HOSTILE),
                List.of(owner),
                3,
                List.of(facts));
        Finding finding = new Finding(
                HOSTILE, HOSTILE, Optional.of(HOSTILE), new Violation(HOSTILE, HOSTILE), Set.of(ValidationAction.DENY));
        AuditedFinding audited = new AuditedFinding(
                owner,
                finding,
                Optional.of(new AuditedFinding.Excuse(HOSTILE, HOSTILE)),
                HOSTILE,
                Optional.of(Digest.of("hostile")),
                Optional.of(DataSize.ofMebibytes(3)));
        AuditedFinding denied =
                new AuditedFinding(owner, finding, Optional.empty(), HOSTILE, audited.digest(), audited.size());
        Savings savings = new Savings(
                1,
                1,
                DataSize.ofMebibytes(3),
                DataSize.ofMebibytes(3),
                DataSize.ZERO,
                1,
                1,
                List.of(new Savings.LargeImage(HOSTILE, digest, DataSize.ofMebibytes(3))),
                List.of(new Savings.Base(HOSTILE, 1, HOSTILE, DataSize.ofMebibytes(1))));
        AuditResult result = new AuditResult(
                NOW.minusSeconds(30),
                Duration.ofMillis(40),
                Mode.ENFORCE,
                List.of(HOSTILE),
                new Totals(1, 1, 1, 1, 0, 0),
                List.of(new PolicyFindings(HOSTILE, HOSTILE, List.of(denied, audited), 1, 0, 0, 0, 1)),
                List.of(new UnknownImage(HOSTILE, HOSTILE, HOSTILE, owner, 2)),
                List.of(new Gap(HOSTILE, HOSTILE, HOSTILE)),
                savings,
                Map.of(HOSTILE, savings),
                List.of(image));
        Policy policy = new Policy(
                HOSTILE,
                Match.ALL,
                Set.of(ValidationAction.DENY),
                Set.of(ValidationAction.DENY),
                true,
                List.of(new Policy.Rule(new MutableTag(List.of("latest"), false), Set.of(ValidationAction.DENY))));
        ImageException exception = new ImageException(
                HOSTILE,
                HOSTILE,
                List.of(new ImagePattern("**")),
                LabelSelector.ALL,
                Set.of(HOSTILE),
                HOSTILE,
                Optional.empty());
        return new Snapshot(
                new AuditState.Known(result),
                new PolicySet(List.of(policy), List.of(exception)),
                List.of(new ResourceStanding(HOSTILE, HOSTILE, HOSTILE, ResourceState.UNUSABLE, List.of(HOSTILE))),
                false,
                Mode.ENFORCE,
                NOW);
    }

    /** Of an image that could not be looked at. */
    static ImageFacts failed() {
        return new ImageFacts(
                "registry.corp/shop/lost:1",
                Optional.empty(),
                "",
                DataSize.ZERO,
                "",
                Optional.empty(),
                "",
                List.of(),
                List.of(),
                List.of(new NoteFacts(
                        "uninspected", "could not be looked at (not-found: no such tag)", "", DataSize.ZERO)),
                "");
    }

    static AuditResult result(int count, Mode mode) {
        Random random = new Random(count);
        List<AuditedImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(image(i, random));
        }
        images.sort(Comparator.comparing(AuditedImage::size).reversed().thenComparing(AuditedImage::reference));
        Map<String, Savings> byNamespace = new TreeMap<>();
        for (AuditedImage image : images) {
            image.namespaces().forEach(name -> byNamespace.computeIfAbsent(name, it -> savings(images, it)));
        }
        List<PolicyFindings> findings = findings(images, mode);
        int denied = (int) findings.stream().mapToInt(PolicyFindings::denied).sum();
        int warned = (int) findings.stream().mapToInt(PolicyFindings::warned).sum();
        int owners = 3 * count;
        return new AuditResult(
                NOW.minus(Duration.ofMinutes(12)),
                Duration.ofSeconds(41),
                mode,
                List.of("baseline", "enforced"),
                new Totals(
                        4 * count,
                        3 * count,
                        owners,
                        denied,
                        Math.min(warned, owners - denied),
                        Math.max(0, owners - denied - warned)),
                findings,
                unknown(count),
                List.of(
                        new Gap(
                                "vault",
                                "pods",
                                "pods is forbidden: User \"system:serviceaccount:plimsoll:plimsoll\""
                                        + " cannot list resource \"pods\" in the namespace \"vault\""),
                        new Gap("", "jobs", "jobs.batch is forbidden")),
                savings(images, ""),
                byNamespace,
                images);
    }

    private static AuditedImage image(int number, Random random) {
        Base base = BASES.get(random.nextInt(BASES.size()));
        String team = TEAMS.get(random.nextInt(TEAMS.size()));
        String part = PARTS.get(number % PARTS.size());
        boolean mutable = random.nextInt(9) == 0;
        boolean root = random.nextInt(3) > 0;
        String reference = "registry.corp/%s/%s%s:%s"
                .formatted(
                        team,
                        part,
                        number < PARTS.size() ? "" : "-" + number,
                        mutable ? "latest" : "1.%d.%d".formatted(random.nextInt(20), random.nextInt(9)));
        List<LayerFacts> layers = new ArrayList<>(base.layers());
        DataSize size = DataSize.ofMebibytes(base.mebibytes());
        for (int i = 0; i < 2 + random.nextInt(5); i++) {
            long bytes = i == 1 ? (long) (Math.exp(random.nextDouble() * 6) * (1 << 20)) : random.nextInt(6_000_000);
            layers.add(new LayerFacts(new DataSize(bytes), true, OWN.get(random.nextInt(OWN.size()))));
            size = size.plus(new DataSize(bytes));
        }
        Map<String, ValidationAction> findings = new LinkedHashMap<>();
        if (size.isOver(DataSize.ofMebibytes(500))) {
            findings.put("image-size", ValidationAction.DENY);
        }
        if (root) {
            findings.put("root-user", ValidationAction.WARN);
        }
        if (mutable) {
            findings.put("mutable-tag", ValidationAction.WARN);
        }
        if (random.nextBoolean()) {
            findings.put("package-cache", ValidationAction.AUDIT);
        }
        List<String> namespaces = new ArrayList<>(List.of(team));
        if (random.nextInt(5) == 0) {
            namespaces.add(team + "-staging");
            namespaces.add(team + "-test");
        }
        List<Owner> owners = namespaces.stream()
                .map(namespace -> new Owner("apps/v1", "Deployment", namespace, part))
                .toList();
        String digest = Digest.of("image " + number).toString();
        return new AuditedImage(
                List.of(reference),
                digest,
                size,
                layers.size(),
                List.of("linux/amd64"),
                base.name(),
                root,
                mutable,
                findings,
                namespaces,
                owners,
                number % 7,
                List.of(facts(reference, digest, size, base, layers, root)));
    }

    private static ImageFacts facts(
            String reference, String digest, DataSize size, Base base, List<LayerFacts> layers, boolean root) {
        List<NoteFacts> notes = new ArrayList<>();
        if (root) {
            notes.add(new NoteFacts(
                    "root-user",
                    "runs as root (image sets no USER)",
                    "set securityContext.runAsNonRoot and a numeric USER",
                    DataSize.ZERO));
        }
        boolean slimmer = !base.slimmer().isEmpty();
        if (slimmer) {
            notes.add(new NoteFacts(
                    "large-base",
                    "base %s is %d MiB compressed; %s is %d MiB (no compilers)"
                            .formatted(base.name(), base.mebibytes(), base.slimmer(), base.slimMebibytes()),
                    "use it to save %d MiB".formatted(base.mebibytes() - base.slimMebibytes()),
                    DataSize.ofMebibytes(base.mebibytes() - base.slimMebibytes())));
        }
        notes.add(new NoteFacts(
                "package-cache",
                "layer %d (%s compressed) leaves npm's cache"
                        .formatted(layers.size(), layers.get(layers.size() - 1).size()),
                "add npm cache clean --force to the same RUN",
                layers.get(layers.size() - 1).size()));
        return new ImageFacts(
                reference,
                Optional.of(digest),
                "linux/amd64; also for linux/arm64",
                size,
                root ? "root" : "uid 65532",
                Optional.of(NOW.minus(Duration.ofDays(40))),
                "%s, %d MiB compressed, in %d layers (its layers are the same)"
                        .formatted(base.name(), base.mebibytes(), base.layers().size()),
                slimmer
                        ? List.of(
                                "%s, %d MiB compressed (no compilers)".formatted(base.slimmer(), base.slimMebibytes()))
                        : List.of(),
                layers,
                notes,
                slimmer
                        ? "On %s it would be %s compressed: %d MiB less."
                                .formatted(
                                        base.slimmer(),
                                        size.minus(DataSize.ofMebibytes(base.mebibytes() - base.slimMebibytes())),
                                        base.mebibytes() - base.slimMebibytes())
                        : "No slimmer base is known for it.");
    }

    private static Savings savings(List<AuditedImage> all, String namespace) {
        List<AuditedImage> images = all.stream()
                .filter(image -> namespace.isEmpty() || image.namespaces().contains(namespace))
                .toList();
        DataSize sum = images.stream().map(AuditedImage::size).reduce(DataSize.ZERO, DataSize::plus);
        return new Savings(
                images.size(),
                namespace.isEmpty() ? 5 : 0,
                sum,
                new DataSize(sum.bytes() / 3),
                new DataSize(sum.bytes() / 9),
                (int) images.stream().filter(AuditedImage::root).count(),
                (int) images.stream().filter(AuditedImage::mutable).count(),
                images.stream()
                        .limit(10)
                        .map(it -> new Savings.LargeImage(it.reference(), it.digest(), it.size()))
                        .toList(),
                BASES.stream()
                        .map(base -> new Savings.Base(
                                base.name(),
                                (int) images.stream()
                                        .filter(it -> it.base().equals(base.name()))
                                        .count(),
                                base.slimmer(),
                                DataSize.ofMebibytes(
                                        base.slimmer().isEmpty() ? 0 : base.mebibytes() - base.slimMebibytes())))
                        .sorted(Comparator.comparing(Savings.Base::images).reversed())
                        .toList());
    }

    private static List<PolicyFindings> findings(List<AuditedImage> images, Mode mode) {
        Map<String, List<AuditedFinding>> byKey = new TreeMap<>();
        for (AuditedImage image : images) {
            image.findings().forEach((check, action) -> {
                Owner owner = image.owners().get(0);
                String policy = check.equals("image-size") ? "enforced" : "baseline";
                byKey.computeIfAbsent(owner.namespace() + "/" + policy, key -> new ArrayList<>())
                        .add(finding(image, owner, policy, check, mode.cap(Set.of(action))));
            });
        }
        return byKey.entrySet().stream()
                .map(it -> policyFindings(it.getKey().split("/"), it.getValue()))
                .toList();
    }

    private static AuditedFinding finding(
            AuditedImage image, Owner owner, String policy, String check, Set<ValidationAction> actions) {
        Violation violation =
                switch (check) {
                    case "image-size" ->
                        new Violation(
                                "%s is %s compressed, over 500 MiB".formatted(image.reference(), image.size()),
                                "use a slimmer base or a multi-stage build");
                    case "root-user" ->
                        new Violation(
                                "runs as root (image sets no USER)",
                                "set securityContext.runAsNonRoot and a numeric USER");
                    case "mutable-tag" ->
                        new Violation(image.reference() + " has a tag that moves", "pin a version or a digest");
                    default ->
                        new Violation("npm install leaves npm's cache", "add npm cache clean --force to the same RUN");
                };
        return new AuditedFinding(
                owner,
                new Finding(policy, check, Optional.of(owner.name()), violation, actions),
                Optional.empty(),
                image.reference(),
                Optional.of(Digest.parse(image.digest())),
                Optional.of(image.size()));
    }

    private static PolicyFindings policyFindings(String[] key, List<AuditedFinding> all) {
        List<AuditedFinding> sorted = all.stream().sorted().toList();
        return new PolicyFindings(
                key[0],
                key[1],
                sorted.stream().limit(1000).toList(),
                count(all, ValidationAction.DENY),
                count(all, ValidationAction.WARN),
                count(all, ValidationAction.AUDIT),
                0,
                0);
    }

    private static int count(List<AuditedFinding> all, ValidationAction action) {
        return (int) all.stream()
                .filter(it -> it.finding().strongestAction() == action)
                .count();
    }

    private static List<UnknownImage> unknown(int count) {
        if (count == 0) {
            return List.of();
        }
        Owner owner = new Owner("apps/v1", "Deployment", "shop", "legacy");
        return List.of(
                new UnknownImage("registry.corp/shop/legacy:2", "not-found", "no such tag", owner, 1),
                new UnknownImage(
                        "registry.corp/vendor/agent:4.1", "unauthorized", "the registry wants credentials", owner, 12),
                new UnknownImage(
                        "docker.io/library/redis:7",
                        "rate-limited",
                        "left for a later scan, to leave Docker Hub's limit alone",
                        owner,
                        3),
                new UnknownImage(
                        "docker.io/library/postgres:16",
                        "rate-limited",
                        "left for a later scan, to leave Docker Hub's limit alone",
                        owner,
                        1),
                new UnknownImage("old.corp/tools/job:3", "unavailable", "old.corp: connection refused", owner, 1));
    }

    static PolicySet policies() {
        Set<ValidationAction> warn = Set.of(ValidationAction.WARN, ValidationAction.AUDIT);
        Set<ValidationAction> deny = Set.of(ValidationAction.DENY);
        Policy baseline = new Policy(
                "baseline",
                new Match(
                        LabelSelector.ALL,
                        LabelSelector.ALL,
                        Match.ALL.images(),
                        List.of(new ImagePattern("registry.k8s.io/**"))),
                warn,
                Set.of(ValidationAction.WARN),
                true,
                List.of(
                        new Policy.Rule(new MutableTag(List.of("latest"), false), warn),
                        new Policy.Rule(new RootUser(true), warn),
                        new Policy.Rule(new ImageGrowth(25, DataSize.ofMebibytes(50)), warn),
                        new Policy.Rule(
                                new ImageAdvice(AdviceSource.BY_HISTORY, Set.of()), Set.of(ValidationAction.AUDIT))));
        Policy enforced = new Policy(
                "enforced",
                new Match(
                        new LabelSelector(List.of(new LabelSelector.Requirement(
                                "plimsoll.dev/enforce", LabelSelector.Operator.IN, Set.of("true")))),
                        LabelSelector.ALL,
                        Match.ALL.images(),
                        List.of()),
                deny,
                Set.of(ValidationAction.WARN),
                true,
                List.of(new Policy.Rule(new ImageSize(DataSize.ofMebibytes(500)), deny)));
        return new PolicySet(
                List.of(baseline, enforced),
                List.of(
                        exception(
                                "big-models",
                                "ml",
                                "weights are data, and mounted as an image volume",
                                Optional.of(NOW.plus(Duration.ofDays(3)))),
                        exception(
                                "legacy-importer",
                                "shop",
                                "is replaced in spring",
                                Optional.of(NOW.plus(Duration.ofDays(120)))),
                        exception(
                                "old-console",
                                "mail",
                                "until the move is done",
                                Optional.of(NOW.minus(Duration.ofDays(9)))),
                        exception("vendor", "edge", "comes from a vendor, as it is", Optional.empty())));
    }

    private static ImageException exception(String name, String namespace, String reason, Optional<Instant> end) {
        return new ImageException(
                name,
                namespace,
                List.of(new ImagePattern("registry.corp/" + namespace + "/*")),
                LabelSelector.ALL,
                Set.of("image-size", "root-user"),
                reason,
                end);
    }

    private static List<ResourceStanding> standings() {
        return List.of(
                new ResourceStanding("ImageAdmissionPolicy", "", "baseline", ResourceState.IN_FORCE, List.of()),
                new ResourceStanding(
                        "ImageAdmissionPolicy",
                        "",
                        "enforced",
                        ResourceState.OUTDATED,
                        List.of(
                                "spec.checks.imageSize.max: \"five hundred\" is not a quantity such as 500Mi or 1.5Gi")),
                new ResourceStanding(
                        "ImageAdmissionPolicy",
                        "",
                        "team-stock",
                        ResourceState.UNUSABLE,
                        List.of("spec.checks.imageSise: is unknown; imageSize is meant, perhaps")));
    }
}
