package dev.plimsoll.evaluation;

import static dev.plimsoll.image.ImageBuilder.anImage;
import static dev.plimsoll.policy.PolicyBuilder.aPolicy;
import static dev.plimsoll.workload.ContainerBuilder.aContainer;
import static dev.plimsoll.workload.WorkloadBuilder.aWorkload;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.policy.Check;
import dev.plimsoll.policy.ImageException;
import dev.plimsoll.policy.ImagePattern;
import dev.plimsoll.policy.LabelSelector;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.PolicyBuilder;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.check.ImageGrowth;
import dev.plimsoll.policy.check.ImageSize;
import dev.plimsoll.policy.check.LayerCount;
import dev.plimsoll.policy.check.LayerSize;
import dev.plimsoll.policy.check.MutableTag;
import dev.plimsoll.policy.check.PlatformMismatch;
import dev.plimsoll.policy.check.PodSize;
import dev.plimsoll.policy.check.RootUser;
import dev.plimsoll.policy.check.WillNotStart;
import dev.plimsoll.workload.Container.Kind;
import dev.plimsoll.workload.ContainerBuilder;
import dev.plimsoll.workload.Workload;
import dev.plimsoll.workload.WorkloadBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Workloads, policies and exceptions of all kinds, the same for the same seed. */
public final class RandomCases {

    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static final List<String> IMAGES = List.of(
            "nginx", "nginx:latest", "node:18", "redis:7", "gone:1", "slow:1", "NODE", "registry:5000/app", "arm:1");

    private static final List<Check> CHECKS = List.of(
            new ImageSize(DataSize.ofMebibytes(200)),
            new LayerSize(DataSize.ofMebibytes(100)),
            new LayerCount(2),
            new PodSize(DataSize.ofMebibytes(250)),
            new ImageGrowth(10, DataSize.ofMebibytes(10)),
            new MutableTag(List.of("latest"), true),
            new RootUser(false),
            new WillNotStart(),
            new PlatformMismatch());

    private RandomCases() {}

    /** One that knows the images of these cases. */
    public static Evaluator evaluator(Mode mode) {
        return new Evaluator(inspector(), mode, Clock.fixed(NOW, ZoneOffset.UTC), Runnable::run);
    }

    /** It knows some of the images of these cases. */
    public static ImageInspector inspector() {
        return Inspector.knowing("nginx", anImage().user("").layers(50 << 20, 60 << 20, 1))
                .and("nginx:latest", anImage().user("nginx").layers(120 << 20))
                .and("node:18", anImage().user("node").layers(353 << 20))
                .and("redis:7", anImage().user("0:0"))
                .and("registry:5000/app", anImage().user("2147483648"))
                .and("arm:1", anImage().platform("linux/arm64"))
                .failing("slow:1", Reason.TIMED_OUT);
    }

    static Workload aRandomWorkload(Random random) {
        WorkloadBuilder workload = aWorkload().containers(someRandomContainers(random));
        if (random.nextBoolean()) {
            workload.replacing(aWorkload().containers(someRandomContainers(random)));
        }
        if (random.nextInt(4) == 0) {
            workload.platforms("linux/amd64", "linux/arm64");
        }
        return workload.build();
    }

    private static ContainerBuilder[] someRandomContainers(Random random) {
        List<ContainerBuilder> containers = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            containers.add(aRandomContainer(random).name("container-" + i));
        }
        return containers.toArray(ContainerBuilder[]::new);
    }

    private static ContainerBuilder aRandomContainer(Random random) {
        ContainerBuilder container = aContainer().image(any(random, IMAGES)).kind(any(random, List.of(Kind.values())));
        return switch (random.nextInt(6)) {
            case 0 -> container.runAsUser(random.nextInt(2));
            case 1 -> container.runAsNonRoot();
            case 2 -> container.runAsNonRoot().runAsUser(random.nextInt(2));
            case 3 -> container.inUserNamespace();
            case 4 -> container.onWindows();
            default -> container;
        };
    }

    public static PolicySet someRandomPolicies(Random random) {
        List<Policy> policies = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            policies.add(aRandomPolicy(random, "policy-" + i));
        }
        return new PolicySet(policies, List.of());
    }

    static Policy aRandomPolicy(Random random, String name) {
        PolicyBuilder policy = aPolicy().name(name).actions(anyAction(random)).onRegistryError(anyAction(random));
        CHECKS.stream().filter(check -> random.nextInt(3) == 0).forEach(policy::check);
        CHECKS.stream().filter(check -> random.nextInt(6) == 0).forEach(it -> policy.check(it, anyAction(random)));
        return policy.build();
    }

    private static ValidationAction anyAction(Random random) {
        return any(random, List.of(ValidationAction.values()));
    }

    private static <T> T any(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    public static String aRandomImage(Random random) {
        return any(random, IMAGES);
    }

    /** In force, for some of the checks and some of the images of the namespace shop. */
    public static ImageException aRandomException(Random random) {
        Set<String> checks = new HashSet<>();
        CHECKS.stream().filter(check -> random.nextBoolean()).forEach(check -> checks.add(check.id()));
        checks.add("uninspected");
        List<ImagePattern> images = any(
                random,
                List.of(
                        List.of(new ImagePattern("**")),
                        List.of(new ImagePattern("docker.io/library/n*")),
                        List.of(new ImagePattern("registry:5000/*"), new ImagePattern("docker.io/**:18"))));
        Optional<Instant> expiresAt = random.nextBoolean() ? Optional.of(NOW.plusNanos(1)) : Optional.empty();
        return exception("shop", images, LabelSelector.ALL, checks, expiresAt);
    }

    static ImageException exception(
            String namespace,
            List<ImagePattern> images,
            LabelSelector objects,
            Set<String> checks,
            Optional<Instant> expiresAt) {
        return new ImageException("for-a-while", namespace, images, objects, checks, "it has to be", expiresAt);
    }
}
