package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.api.v1alpha1.ApiGroup;
import dev.plimsoll.api.v1alpha1.ImageAdmissionException;
import dev.plimsoll.api.v1alpha1.ImageAdmissionPolicy;
import dev.plimsoll.kubernetes.Document.Parsed;
import dev.plimsoll.policy.ImageException;
import dev.plimsoll.policy.MessageText;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.PolicySet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What some files say of policies: those that can be used, with where they stand, and what is wrong with the others. */
final class PolicyReading {

    /** @param object kind and name, as a {@link Problem} calls it */
    record Item<T>(String file, String object, T value) {}

    private final List<Item<Policy>> policies = new ArrayList<>();
    private final List<Item<ImageException>> exceptions = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private final AdviceSource adviceSource;

    private PolicyReading(AdviceSource adviceSource) {
        this.adviceSource = adviceSource;
    }

    /**
     * @param origin what the files are called together
     * @param adviceSource what the policies' advice is to come from
     */
    static PolicyReading of(String origin, List<SourceFile> files, AdviceSource adviceSource) {
        PolicyReading reading = new PolicyReading(adviceSource);
        files.forEach(reading::read);
        if (reading.policies.isEmpty() && reading.problems.isEmpty()) {
            reading.problems.add(Problem.ofFile(origin, "holds no " + ImageAdmissionPolicy.KIND));
        }
        return reading;
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    PolicySet policySet() {
        return new PolicySet(
                policies.stream().map(Item::value).toList(),
                exceptions.stream().map(Item::value).toList());
    }

    private void read(SourceFile file) {
        Parsed parsed = StrictYaml.parse(file);
        problems.addAll(parsed.problems());
        parsed.documents().stream()
                .flatMap(document -> document.objects().stream())
                .forEach(this::read);
    }

    private void read(Document document) {
        String kind = document.text("kind");
        if (!document.text("apiVersion").equals(ApiGroup.API_VERSION)) {
            report(document, "apiVersion", "must be " + ApiGroup.API_VERSION);
        } else if (kind.equals(ImageAdmissionPolicy.KIND)) {
            map(document, policies, it -> policy(document.content(), it, adviceSource));
        } else if (kind.equals(ImageAdmissionException.KIND)) {
            map(document, exceptions, it -> exception(document.content(), it));
        } else {
            report(document, "kind", "must be " + ImageAdmissionPolicy.KIND + " or " + ImageAdmissionException.KIND);
        }
    }

    static Optional<Policy> policy(JsonNode object, FieldProblems problems, AdviceSource adviceSource) {
        ImageAdmissionPolicy written = new StrictReader(problems).read(object, ImageAdmissionPolicy.class);
        return new PolicyMapper(problems, adviceSource).policy(written);
    }

    static Optional<ImageException> exception(JsonNode object, FieldProblems problems) {
        ImageAdmissionException written = new StrictReader(problems).read(object, ImageAdmissionException.class);
        return new PolicyMapper(problems).exception(written);
    }

    private <T> void map(Document document, List<Item<T>> items, Function<FieldProblems, Optional<T>> mapping) {
        FieldProblems fieldProblems = new FieldProblems();
        Optional<T> value = mapping.apply(fieldProblems);
        fieldProblems.all().forEach(it -> report(document, it.path(), it.message()));
        value.ifPresent(it -> add(document, items, it));
    }

    private <T> void add(Document document, List<Item<T>> items, T value) {
        String object = called(document).orElseThrow();
        Optional<Item<T>> first =
                items.stream().filter(item -> item.object().equals(object)).findFirst();
        if (first.isPresent()) {
            report(
                    document,
                    "metadata.name",
                    "is taken by another one in " + first.get().file());
        } else {
            items.add(new Item<>(document.file(), object, value));
        }
    }

    private void report(Document document, String path, String message) {
        problems.add(new Problem(document.file(), document.number(), called(document), path, message));
    }

    /** {@code ImageAdmissionException "shop/importer"}; empty if it lacks a kind or a name. */
    private static Optional<String> called(Document document) {
        JsonNode metadata = document.content().path("metadata");
        String kind = document.text("kind");
        String name = metadata.path("name").asText("");
        String namespace = kind.equals(ImageAdmissionPolicy.KIND)
                ? ""
                : metadata.path("namespace").asText("");
        return kind.isEmpty() || name.isEmpty()
                ? Optional.empty()
                : Optional.of(MessageText.line(kind, 64) + " \""
                        + MessageText.line(namespace.isEmpty() ? name : namespace + "/" + name, 320) + "\"");
    }

    /**
     * This, and of what was in force before everything that is now invalid: what has a problem itself, and what stood in
     * a file that cannot be read any more. What is simply gone is gone.
     *
     * @param origin what the files are called together; a problem with it concerns all of them
     */
    PolicyReading keepingLastGood(PolicyReading before, String origin) {
        PolicyReading kept = new PolicyReading(adviceSource);
        kept.policies.addAll(policies);
        kept.exceptions.addAll(exceptions);
        kept.problems.addAll(problems);
        keep(before.policies, kept.policies, origin);
        keep(before.exceptions, kept.exceptions, origin);
        return kept;
    }

    private <T> void keep(List<Item<T>> before, List<Item<T>> kept, String origin) {
        before.stream()
                .filter(old -> kept.stream().noneMatch(item -> item.object().equals(old.object())))
                .filter(old -> problems.stream().anyMatch(problem -> concerns(problem, old, origin)))
                .toList()
                .forEach(kept::add);
    }

    private static boolean concerns(Problem problem, Item<?> item, String origin) {
        return problem.object()
                .map(object -> object.equals(item.object()))
                .orElse(problem.file().equals(item.file()) || problem.file().equals(origin));
    }
}
