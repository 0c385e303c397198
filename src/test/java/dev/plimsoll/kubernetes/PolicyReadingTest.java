package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.policy.ImageException;
import dev.plimsoll.policy.ImagePattern;
import dev.plimsoll.policy.LabelSelector;
import dev.plimsoll.policy.LabelSelector.Operator;
import dev.plimsoll.policy.LabelSelector.Requirement;
import dev.plimsoll.policy.Match;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.Policy.Rule;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.check.ImageAdvice;
import dev.plimsoll.policy.check.ImageGrowth;
import dev.plimsoll.policy.check.ImageSize;
import dev.plimsoll.policy.check.LayerCount;
import dev.plimsoll.policy.check.LayerSize;
import dev.plimsoll.policy.check.MutableTag;
import dev.plimsoll.policy.check.PlatformMismatch;
import dev.plimsoll.policy.check.PodSize;
import dev.plimsoll.policy.check.RootUser;
import dev.plimsoll.policy.check.WillNotStart;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReadingTest {

    private static final Set<ValidationAction> WARN_AUDIT = Set.of(ValidationAction.WARN, ValidationAction.AUDIT);

    @Test
    void everythingThatAPolicyCanSayIsRead() {
        Policy policy = policy("""
                validationActions: [Deny, Audit]
                match:
                  namespaceSelector:
                    matchLabels: {team: a}
                    matchExpressions:
                      - {key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system]}
                      - {key: quiet, operator: DoesNotExist}
                  objectSelector: {matchExpressions: [{key: app, operator: Exists}, {key: tier, operator: In, values: [x, ""]}]}
                  images: ["docker.io/**"]
                  excludeImages: ["registry.k8s.io/**"]
                onRegistryError: Deny
                allowExceptions: false
                checks:
                  imageSize: {max: 500Mi}
                  layerSize: {max: 200M, validationActions: [Audit]}
                  layerCount: {max: 60}
                  podSize: {max: 2147483648}
                  imageGrowth: {maxPercent: 10, minBytes: 1Mi}
                  mutableTag: {tags: [latest, "v*"], requireDigest: true}
                  rootUser: {allowUserNamespaces: false}
                  willNotStart: {validationActions: [Warn]}
                  platformMismatch: {}
                  advice: {validationActions: [Audit], disabled: [unpinned-packages]}
                """);

        Set<ValidationAction> denyAudit = Set.of(ValidationAction.DENY, ValidationAction.AUDIT);
        assertThat(policy)
                .isEqualTo(new Policy(
                        "it",
                        new Match(
                                new LabelSelector(List.of(
                                        new Requirement("team", Operator.IN, Set.of("a")),
                                        new Requirement(
                                                "kubernetes.io/metadata.name", Operator.NOT_IN, Set.of("kube-system")),
                                        new Requirement("quiet", Operator.DOES_NOT_EXIST, Set.of()))),
                                new LabelSelector(List.of(
                                        new Requirement("app", Operator.EXISTS, Set.of()),
                                        new Requirement("tier", Operator.IN, Set.of("x", "")))),
                                List.of(new ImagePattern("docker.io/**")),
                                List.of(new ImagePattern("registry.k8s.io/**"))),
                        denyAudit,
                        denyAudit,
                        false,
                        List.of(
                                new Rule(new ImageSize(DataSize.ofMebibytes(500)), denyAudit),
                                new Rule(new LayerSize(new DataSize(200_000_000)), Set.of(ValidationAction.AUDIT)),
                                new Rule(new LayerCount(60), denyAudit),
                                new Rule(new PodSize(DataSize.ofMebibytes(2048)), denyAudit),
                                new Rule(new ImageGrowth(10, DataSize.ofMebibytes(1)), denyAudit),
                                new Rule(new MutableTag(List.of("latest", "v*"), true), denyAudit),
                                new Rule(new RootUser(false), denyAudit),
                                new Rule(new WillNotStart(), Set.of(ValidationAction.WARN)),
                                new Rule(new PlatformMismatch(), denyAudit),
                                new Rule(
                                        new ImageAdvice(AdviceSource.BY_HISTORY, Set.of("unpinned-packages")),
                                        Set.of(ValidationAction.AUDIT)))));
    }

    @Test
    void adviceIsOnlyRecordedUnlessItSaysOtherwise() {
        assertThat(policy("{validationActions: [Deny], checks: {advice: {}}}").rules())
                .extracting(Rule::actions)
                .containsExactly(Set.of(ValidationAction.AUDIT));
        assertThat(policy("{validationActions: [Audit], checks: {advice: {validationActions: [Warn]}}}")
                        .rules())
                .extracting(Rule::actions)
                .containsExactly(Set.of(ValidationAction.WARN));
    }

    @Test
    void whatAPolicyDoesNotSayHasADefault() {
        Policy policy =
                policy("{validationActions: [Warn, Audit], checks: {imageGrowth: {}, mutableTag: {}, rootUser: {}}}");

        assertThat(policy.match()).isEqualTo(Match.ALL);
        assertThat(policy.onRegistryError()).isEqualTo(WARN_AUDIT);
        assertThat(policy.allowExceptions()).isTrue();
        assertThat(policy.rules())
                .extracting(Rule::check)
                .containsExactly(
                        new ImageGrowth(25, DataSize.ofMebibytes(50)),
                        new MutableTag(List.of("latest"), false),
                        new RootUser(true));
        assertThat(policy.rules()).extracting(Rule::actions).containsOnly(WARN_AUDIT);
    }

    @ParameterizedTest
    @CsvSource({"Allow, AUDIT", "Warn, WARN AUDIT", "Deny, DENY AUDIT"})
    void anImageThatCannotBeInspectedIsRecordedInAnyCase(String written, String actions) {
        Policy policy =
                policy("{validationActions: [Audit], onRegistryError: %s, checks: {rootUser: {}}}".formatted(written));

        assertThat(policy.onRegistryError())
                .isEqualTo(Arrays.stream(actions.split(" "))
                        .map(ValidationAction::valueOf)
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // checks
                "imageSize: {max: 5OOMi}        | spec.checks.imageSize.max: \"5OOMi\" is not a quantity such as 500Mi or 1.5Gi",
                "imageSize: {max: -1}           | spec.checks.imageSize.max: a size cannot be negative: -1",
                "imageSize: {max: 0}            | spec.checks.imageSize.max: must be at least 1",
                "imageSize: {max: [1]}          | spec.checks.imageSize.max: must be a quantity such as 500Mi or 1.5Gi",
                "imageSize: {max: true}         | spec.checks.imageSize.max: \"true\" must be a quantity such as 500Mi or 1.5Gi",
                "imageSize: {max: null}         | spec.checks.imageSize.max: is empty; it must be a quantity such as 500Mi or 1.5Gi",
                "imageSize: {}                  | spec.checks.imageSize.max: is missing",
                "imageSize: {mx: 1}             | spec.checks.imageSize.mx: is not a known field; did you mean \"max\"?;spec.checks.imageSize.max: is missing",
                "imageSize: 500Mi               | spec.checks.imageSize: \"500Mi\" must be an object, {} to leave all at its default",
                "imagesize: {max: 1}            | spec.checks.imagesize: is not a known field; did you mean \"imageSize\"?",
                "image-size: {max: 1}           | spec.checks.image-size: is not a known field; did you mean \"imageSize\"?",
                "nonsense: {}                   | spec.checks.nonsense: is not a known field",
                "layerSize: {}                  | spec.checks.layerSize.max: is missing",
                "podSize: {max: 1x}             | spec.checks.podSize.max: \"1x\" is not a quantity such as 500Mi or 1.5Gi",
                "layerCount: {}                 | spec.checks.layerCount.max: is missing",
                "layerCount: {max: 0}           | spec.checks.layerCount.max: must be at least 1",
                "layerCount: {max: 1.5}         | spec.checks.layerCount.max: \"1.5\" must be a whole number",
                "layerCount: {max: '60'}        | spec.checks.layerCount.max: \"60\" must be a whole number",
                "layerCount: {max: 2147483648}  | spec.checks.layerCount.max: \"2147483648\" must be a whole number",
                "imageGrowth: {maxPercent: -1}  | spec.checks.imageGrowth.maxPercent: must be at least 0",
                "imageGrowth: {minBytes: x}     | spec.checks.imageGrowth.minBytes: \"x\" is not a quantity such as 500Mi or 1.5Gi",
                "mutableTag: {tags: [a/b]}      | spec.checks.mutableTag.tags[0]: \"a/b\" can match no tag: a tag has 1 to 128 letters, digits, dots, dashes and underscores, here also *",
                "mutableTag: {tags: latest}     | spec.checks.mutableTag.tags: \"latest\" must be a list",
                "mutableTag: {tags: [1.0]}      | spec.checks.mutableTag.tags[0]: \"1.0\" must be text",
                "mutableTag: {requireDigest: 1} | spec.checks.mutableTag.requireDigest: \"1\" must be true or false",
                "rootUser:                      | spec.checks.rootUser: is empty; it must be an object, {} to leave all at its default",
                "willNotStart: {max: 1}         | spec.checks.willNotStart.max: is not a known field",
                "rootUser: {validationActions: []} | spec.checks.rootUser.validationActions: must hold at least one of Deny, Warn, Audit",
                "rootUser: {validationActions: [Deny, Warn]} | spec.checks.rootUser.validationActions: Deny and Warn exclude each other",
                "rootUser: {validationActions: [Audit, Audit]} | spec.checks.rootUser.validationActions: names an action twice",
                "rootUser: {validationActions: [deny]} | spec.checks.rootUser.validationActions[0]: \"deny\" must be one of Deny, Warn, Audit",
                "advice: {disabled: [unpinned-package]} | spec.checks.advice.disabled[0]: \"unpinned-package\" is not the id of a check; did you mean \"unpinned-packages\"?",
                "advice: {disabled: [image-size]} | spec.checks.advice.disabled[0]: \"image-size\" is not the id of a check",
                "advice: {validationActions: [Deny, Warn]} | spec.checks.advice.validationActions: Deny and Warn exclude each other",
            })
    void whatIsWrongWithACheckIsReported(String check, String problems) {
        assertThat(problemsOfSpec("{validationActions: [Audit], checks: {" + check + "}}"))
                .containsExactly(problems.split(";(?=spec)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{checks: {rootUser: {}}}       | spec.validationActions: is missing; it must hold at least one of Deny, Warn, Audit",
                "{validationActions: Deny, checks: {rootUser: {}}} | spec.validationActions: \"Deny\" must be a list",
                "{validationActions: [], checks: {rootUser: {}}} | spec.validationActions: must hold at least one of Deny, Warn, Audit",
                "{validationActions: [Deny, Warn, Audit], checks: {rootUser: {}}} | spec.validationActions: Deny and Warn exclude each other",
                "{validationActions: [Block], checks: {rootUser: {}}} | spec.validationActions[0]: \"Block\" must be one of Deny, Warn, Audit",
                "{validationActions: [Audit]}   | spec.checks: is missing",
                "{validationActions: [Audit], checks: {}} | spec.checks: names no check",
                "{validationActions: [Audit], checks: []} | spec.checks: must be an object, {} to leave all at its default",
                "{validationActions: [Audit], onRegistryError: Fail, checks: {rootUser: {}}} | spec.onRegistryError: \"Fail\" must be one of Allow, Warn, Deny",
                "{validationActions: [Audit], allowExceptions: 'no', checks: {rootUser: {}}} | spec.allowExceptions: \"no\" must be true or false",
                "{validationAction: [Audit], checks: {rootUser: {}}} | spec.validationAction: is not a known field; did you mean \"validationActions\"?",
            })
    void whatIsWrongWithAPolicyIsReported(String spec, String problem) {
        assertThat(problemsOfSpec(spec)).contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "images: []                     | images: is missing; [\"**\"] stands for all images",
                "images: ['docker.io/x y']      | images[0]: \"docker.io/x y\" is not an image pattern: only characters of image names, * and ** are allowed",
                "excludeImages: ['']            | excludeImages[0]: an image pattern has 1 to 512 characters",
                "excludeImages: ['**', '?']     | excludeImages[1]: \"?\" is not an image pattern: only characters of image names, * and ** are allowed",
                "objectSelector: {matchLabels: {-a: b}}  | objectSelector.matchLabels[-a]: \"-a\" is not a label's key",
                "objectSelector: {matchLabels: {a/b/c: b}}  | objectSelector.matchLabels[a/b/c]: \"a/b/c\" is not a label's key",
                "objectSelector: {matchLabels: {a: 'b c'}} | objectSelector.matchLabels.a: \"b c\" is not a label's value",
                "objectSelector: {matchLabels: {a: true}} | objectSelector.matchLabels.a: \"true\" must be text",
                "objectSelector: {matchLabels: [a]} | objectSelector.matchLabels: must be an object",
                "namespaceSelector: {matchExpression: []} | namespaceSelector.matchExpression: is not a known field; did you mean \"matchExpressions\"?",
                "namespaceSelector: {matchExpressions: [{key: a, operator: In}]} | namespaceSelector.matchExpressions[0].values: is missing; In and NotIn need at least one",
                "namespaceSelector: {matchExpressions: [{key: a, operator: NotIn, values: []}]} | namespaceSelector.matchExpressions[0].values: is missing; In and NotIn need at least one",
                "namespaceSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]} | namespaceSelector.matchExpressions[0].values: must be left out; Exists and DoesNotExist take none",
                "namespaceSelector: {matchExpressions: [{key: a, operator: Equals, values: [b]}]} | namespaceSelector.matchExpressions[0].operator: \"Equals\" must be one of In, NotIn, Exists, DoesNotExist",
                "namespaceSelector: {matchExpressions: [{key: a}]} | namespaceSelector.matchExpressions[0].operator: is missing",
                "namespaceSelector: {matchExpressions: [{operator: Exists}]} | namespaceSelector.matchExpressions[0].key: is missing",
                "namespaceSelector: {matchExpressions: [{key: a, operator: In, values: ['b!']}]} | namespaceSelector.matchExpressions[0].values[0]: \"b!\" is not a label's value",
            })
    void whatIsWrongWithAMatchIsReported(String match, String problem) {
        assertThat(problemsOfSpec("{validationActions: [Audit], match: {" + match + "}, checks: {rootUser: {}}}"))
                .containsExactly("spec.match." + problem);
    }

    @Test
    void allProblemsOfAllObjectsAreToldAtOnce() {
        PolicyReading reading = Yaml.policies("""
                apiVersion: plimsoll.dev/v1alpha1
                kind: ImageAdmissionPolicy
                metadata: {name: first}
                spec: {validationActions: [Deny, Warn], checks: {imageSize: {max: x}, layerCount: {max: 0}}}
                ---
                apiVersion: plimsoll.dev/v1alpha1
                kind: ImageAdmissionPolicy
                metadata: {name: good}
                spec: {validationActions: [Warn], checks: {rootUser: {}}}
                ---
                apiVersion: plimsoll.dev/v1alpha1
                kind: ImageAdmissionException
                metadata: {name: second, namespace: shop}
                spec: {images: ['**'], checks: [root-user]}
                """);

        assertThat(reading.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "test.yaml: ImageAdmissionPolicy \"first\": spec.validationActions: Deny and Warn exclude each other",
                        "test.yaml: ImageAdmissionPolicy \"first\": spec.checks.imageSize.max: \"x\" is not a quantity such as 500Mi or 1.5Gi",
                        "test.yaml: ImageAdmissionPolicy \"first\": spec.checks.layerCount.max: must be at least 1",
                        "test.yaml: ImageAdmissionException \"shop/second\": spec.reason: is missing; say why the exception is granted");
        assertThat(reading.policySet().policies()).extracting(Policy::name).containsExactly("good");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                    | document 1: apiVersion: must be plimsoll.dev/v1alpha1",
                "text                                                                  | document 1: apiVersion: must be plimsoll.dev/v1alpha1",
                "[]                                                                    | document 1: apiVersion: must be plimsoll.dev/v1alpha1",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}                | ConfigMap \"x\": apiVersion: must be plimsoll.dev/v1alpha1",
                "{apiVersion: plimsoll.dev/v1, kind: ImageAdmissionPolicy, metadata: {name: x}} | ImageAdmissionPolicy \"x\": apiVersion: must be plimsoll.dev/v1alpha1",
                "{apiVersion: plimsoll.dev/v1alpha1, kind: ImagePolicy, metadata: {name: x}} | ImagePolicy \"x\": kind: must be ImageAdmissionPolicy or ImageAdmissionException",
                "{apiVersion: plimsoll.dev/v1alpha1}                                   | document 1: kind: must be ImageAdmissionPolicy or ImageAdmissionException",
                "{apiVersion: plimsoll.dev/v1alpha1, kind: ImageAdmissionPolicy, metadata: {name: x}} | ImageAdmissionPolicy \"x\": spec: is missing",
                "{apiVersion: plimsoll.dev/v1alpha1, kind: ImageAdmissionPolicy, metadata: {name: x}, spec: null} | ImageAdmissionPolicy \"x\": spec: is empty; it must be an object, {} to leave all at its default",
                "{apiVersion: plimsoll.dev/v1alpha1, kind: ImageAdmissionPolicy, metadata: {}, spec: {validationActions: [Warn], checks: {rootUser: {}}}} | document 1: metadata.name: is missing",
                "{apiVersion: plimsoll.dev/v1alpha1, kind: ImageAdmissionPolicy, spec: {validationActions: [Warn], checks: {rootUser: {}}}} | document 1: metadata.name: is missing",
                "{apiVersion: plimsoll.dev/v1alpha1, kind: ImageAdmissionPolicy, metadata: {name: A_b}, spec: {validationActions: [Warn], checks: {rootUser: {}}}} | ImageAdmissionPolicy \"A_b\": metadata.name: \"A_b\" is not a name: lower-case letters, digits, - and ., 253 at most",
                "{apiVersion: plimsoll.dev/v1alpha1, kind: ImageAdmissionPolicy, metadata: {name: x}, sepc: {}, spec: {validationActions: [Warn], checks: {rootUser: {}}}} | ImageAdmissionPolicy \"x\": sepc: is not a known field; did you mean \"spec\"?",
                "{apiVersion: plimsoll.dev/v1alpha1, kind: ImageAdmissionException, metadata: {name: x, namespace: y}} | ImageAdmissionException \"y/x\": spec: is missing",
                "{apiVersion: v1, kind: List, items: []}                               | holds no ImageAdmissionPolicy",
            })
    void whatIsNoPolicyIsReported(String document, String problem) {
        assertThat(Yaml.policies(document).problems())
                .extracting(Problem::toString)
                .containsExactly("test.yaml: " + problem);
    }

    @Test
    void whatTheClusterAddsIsIgnored() {
        PolicyReading reading = Yaml.policies("""
                apiVersion: plimsoll.dev/v1alpha1
                kind: ImageAdmissionPolicy
                metadata: {name: it, uid: x, generation: 3, managedFields: [], labels: {a: b}}
                spec: {validationActions: [Warn], checks: {rootUser: {}}}
                status: {conditions: [{type: Ready}]}
                """);

        assertThat(reading.problems()).isEmpty();
    }

    @Test
    void aNameIsTakenOnlyOnce() {
        String policy =
                "{apiVersion: plimsoll.dev/v1alpha1, kind: ImageAdmissionPolicy, metadata: {name: it}, spec: {validationActions: [%s], checks: {rootUser: {}}}}";
        PolicyReading reading = PolicyReading.of(
                "folder",
                List.of(Yaml.file("a.yaml", policy.formatted("Warn")), Yaml.file("b.yaml", policy.formatted("Deny"))),
                AdviceSource.BY_HISTORY);

        assertThat(reading.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "b.yaml: ImageAdmissionPolicy \"it\": metadata.name: is taken by another one in a.yaml");
        assertThat(reading.policySet().policies())
                .extracting(Policy::actions)
                .containsExactly(Set.of(ValidationAction.WARN));
    }

    @Test
    void exceptionsOfDifferentNamespacesMayShareAName() {
        assertThat(exceptions("{name: it, namespace: a}", "{name: it, namespace: b}")
                        .problems())
                .extracting(Problem::message)
                .containsExactly("holds no ImageAdmissionPolicy");
        assertThat(exceptions("{name: it, namespace: a}", "{name: it, namespace: a}")
                        .problems())
                .extracting(Problem::path)
                .containsExactly("metadata.name");
    }

    @Test
    void aListIsUnpacked() {
        PolicyReading reading = Yaml.policies("""
                apiVersion: v1
                kind: List
                items:
                  - apiVersion: plimsoll.dev/v1alpha1
                    kind: ImageAdmissionPolicy
                    metadata: {name: it}
                    spec: {validationActions: [Warn], checks: {rootUser: {}}}
                  - {}
                """);

        assertThat(reading.policySet().policies()).hasSize(1);
        assertThat(reading.problems()).hasSize(1);
    }

    @Test
    void everythingThatAnExceptionCanSayIsRead() {
        ImageException exception = exception("""
                images: ["registry.corp/legacy/*"]
                objectSelector: {matchLabels: {app: importer}}
                checks: [image-size, root-user, uninspected, large-base]
                reason: " vendor image,\\n replaced in Q1 "
                expiresAt: 2027-03-31T02:00:00+02:00
                """);

        assertThat(exception.name()).isEqualTo("it");
        assertThat(exception.namespace()).isEqualTo("shop");
        assertThat(exception.images())
                .singleElement()
                .matches(pattern -> pattern.matches(ImageReference.parse("registry.corp/legacy/x:1")));
        assertThat(exception.objects().requirements())
                .containsExactly(new Requirement("app", Operator.IN, Set.of("importer")));
        assertThat(exception.checks())
                .containsExactlyInAnyOrder("image-size", "root-user", "uninspected", "large-base");
        assertThat(exception.reason()).isEqualTo("vendor image,\uFFFD replaced in Q1");
        assertThat(exception.expiresAt()).isEqualTo(Optional.of(Instant.parse("2027-03-31T00:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{checks: [root-user], reason: x}                                  | spec.images: is missing; [\"**\"] stands for all images",
                "{images: [], checks: [root-user], reason: x}                      | spec.images: is missing; [\"**\"] stands for all images",
                "{images: ['a b'], checks: [root-user], reason: x}                 | spec.images[0]: \"a b\" is not an image pattern: only characters of image names, * and ** are allowed",
                "{images: ['**'], reason: x}                                          | spec.checks: is missing",
                "{images: ['**'], checks: [], reason: x}                              | spec.checks: is missing",
                "{images: ['**'], checks: [rootuser], reason: x}                      | spec.checks[0]: \"rootuser\" is not the id of a check; did you mean \"root-user\"?",
                "{images: ['**'], checks: [invalid-reference], reason: x}             | spec.checks[0]: \"invalid-reference\" cannot be excused",
                "{images: ['**'], checks: [root-user]}                                | spec.reason: is missing; say why the exception is granted",
                "{images: ['**'], checks: [root-user], reason: ' '}                   | spec.reason: is missing; say why the exception is granted",
                "{images: ['**'], checks: [root-user], reason: x, expiresAt: 2027-03-31} | spec.expiresAt: \"2027-03-31\" is not a time such as 2027-03-31T00:00:00Z",
                "{images: ['**'], checks: [root-user], reason: x, expiresAt: soon}    | spec.expiresAt: \"soon\" is not a time such as 2027-03-31T00:00:00Z",
                "{images: ['**'], checks: [root-user], reason: x, objectSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}} | spec.objectSelector.matchExpressions[0].values: must be left out; Exists and DoesNotExist take none",
                "{images: ['**'], checks: [root-user], reason: x, expires: soon}      | spec.expires: is not a known field; did you mean \"expiresAt\"?",
            })
    void whatIsWrongWithAnExceptionIsReported(String spec, String problem) {
        assertThat(Yaml.policies(exceptionYaml("{name: it, namespace: shop}", spec))
                        .problems())
                .extracting(it -> it.path() + ": " + it.message())
                .containsExactly(problem);
    }

    @Test
    void anExceptionNamesItsNamespace() {
        assertThat(exceptions("{name: it}").problems())
                .extracting(Problem::object, Problem::path, Problem::message)
                .containsExactly(
                        tuple(Optional.of("ImageAdmissionException \"it\""), "metadata.namespace", "is missing"));
    }

    private static Policy policy(String spec) {
        PolicyReading reading = Yaml.policies(policyYaml(spec));
        assertThat(reading.problems()).isEmpty();
        return reading.policySet().policies().get(0);
    }

    private static List<String> problemsOfSpec(String spec) {
        PolicyReading reading = Yaml.policies(policyYaml(spec));
        assertThat(reading.policySet().policies()).isEmpty();
        return reading.problems().stream()
                .map(problem -> problem.path() + ": " + problem.message())
                .toList();
    }

    private static String policyYaml(String spec) {
        return "apiVersion: plimsoll.dev/v1alpha1\nkind: ImageAdmissionPolicy\nmetadata: {name: it}\nspec:\n"
                + spec.indent(2);
    }

    private static ImageException exception(String spec) {
        PolicyReading reading = Yaml.policies(exceptionYaml("{name: it, namespace: shop}", spec));
        return reading.policySet().exceptions().get(0);
    }

    private static PolicyReading exceptions(String... metadata) {
        return Yaml.policies(Arrays.stream(metadata)
                .map(it -> exceptionYaml(it, "{images: ['**'], checks: [root-user], reason: x}"))
                .collect(Collectors.joining("---\n")));
    }

    private static String exceptionYaml(String metadata, String spec) {
        return "apiVersion: plimsoll.dev/v1alpha1\nkind: ImageAdmissionException\nmetadata: " + metadata + "\nspec:\n"
                + spec.indent(2);
    }
}
