package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import dev.plimsoll.kubernetes.PolicyStore.Refresh;
import dev.plimsoll.policy.ImageException;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.policy.ValidationAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyStoreTest {

    @TempDir
    Path folder;

    @Test
    void policiesThatNeverChangeNeverChange() {
        PolicySet policies = PolicyFiles.builtIn();
        PolicyStore store = PolicyStore.of(policies);

        assertThat(store.refresh()).isEqualTo(new Refresh(false, List.of()));
        assertThat(store.current()).isSameAs(policies);
    }

    @Test
    void aFileCanBeWatchedLikeAFolder() throws IOException {
        Path file = write("a.yaml", policy("a", "Warn"));
        PolicyStore store = PolicyStore.watching(file);
        write("a.yaml", policy("a", "Deny"));

        assertThat(store.refresh()).isEqualTo(new Refresh(true, List.of()));
        assertThat(actions(store)).containsExactly(Set.of(ValidationAction.DENY));
    }

    @Test
    void withoutAChangeNothingIsReadAnew() throws IOException {
        write("a.yaml", policy("a", "Warn"));
        PolicyStore store = PolicyStore.watching(folder);
        PolicySet before = store.current();

        assertThat(store.refresh()).isEqualTo(new Refresh(false, List.of()));
        assertThat(store.current()).isSameAs(before);
    }

    @Test
    void policiesComeAndGoWithTheirFiles() throws IOException {
        write("a.yaml", policy("a", "Warn"));
        write("b.yaml", policy("b", "Warn"));
        PolicyStore store = PolicyStore.watching(folder);

        Files.delete(folder.resolve("a.yaml"));
        write("c.json", "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": []}");
        write("d.yml", policy("d", "Warn"));
        Refresh refresh = store.refresh();

        assertThat(refresh).isEqualTo(new Refresh(true, List.of()));
        assertThat(names(store)).containsExactly("b", "d");
    }

    @Test
    void aPolicyThatBecameInvalidStaysAsItWas() throws IOException {
        write("a.yaml", policy("a", "Warn") + "---\n" + policy("b", "Warn") + "---\n" + policy("c", "Warn"));
        PolicyStore store = PolicyStore.watching(folder);

        write("a.yaml", policy("a", "Block") + "---\n" + policy("b", "Deny"));
        Refresh refresh = store.refresh();

        assertThat(refresh.changed()).isTrue();
        assertThat(refresh.problems())
                .extracting(Problem::path, Problem::object)
                .containsExactly(tuple("spec.validationActions[0]", Optional.of("ImageAdmissionPolicy \"a\"")));
        assertThat(store.current().policies())
                .extracting(Policy::name, Policy::actions)
                .containsExactlyInAnyOrder(
                        tuple("a", Set.of(ValidationAction.WARN)), tuple("b", Set.of(ValidationAction.DENY)));
    }

    @Test
    void theProblemIsToldAsLongAsItLastsAndTheLastGoodVersionHoldsAsLong() throws IOException {
        write("a.yaml", policy("a", "Warn"));
        write("b.yaml", policy("b", "Warn"));
        PolicyStore store = PolicyStore.watching(folder);

        write("a.yaml", policy("a", "Block"));
        store.refresh();
        assertThat(store.refresh()).matches(it -> !it.changed() && it.problems().size() == 1);
        write("b.yaml", policy("b", "Deny"));
        assertThat(store.refresh()).matches(it -> it.changed() && it.problems().size() == 1);
        assertThat(names(store)).containsExactlyInAnyOrder("a", "b");

        write("a.yaml", policy("a", "Deny"));
        assertThat(store.refresh()).isEqualTo(new Refresh(true, List.of()));
        assertThat(actions(store)).containsOnly(Set.of(ValidationAction.DENY));
    }

    @Test
    void anInvalidPolicyThatIsTakenAwayIsGone() throws IOException {
        write("a.yaml", policy("a", "Warn"));
        write("b.yaml", policy("b", "Warn"));
        PolicyStore store = PolicyStore.watching(folder);
        write("a.yaml", policy("a", "Block"));
        store.refresh();

        Files.delete(folder.resolve("a.yaml"));

        assertThat(store.refresh()).isEqualTo(new Refresh(true, List.of()));
        assertThat(names(store)).containsExactly("b");
    }

    @Test
    void whatStoodInAFileThatCannotBeReadAnyMoreStays() throws IOException {
        write("a.yaml", policy("a", "Warn") + "---\n" + policy("b", "Warn"));
        write("c.yaml", policy("c", "Warn"));
        PolicyStore store = PolicyStore.watching(folder);

        write("a.yaml", policy("a", "Deny") + "---\n{");
        Files.delete(folder.resolve("c.yaml"));
        Refresh refresh = store.refresh();

        assertThat(refresh.problems()).hasSize(1);
        assertThat(names(store)).containsExactlyInAnyOrder("a", "b");
        assertThat(actions(store)).contains(Set.of(ValidationAction.DENY));
    }

    @Test
    void aFolderThatIsEmptiedOrGoneTakesNothingAway() throws IOException {
        Path policies = Files.createDirectory(folder.resolve("policies"));
        Path file = Files.writeString(policies.resolve("a.yaml"), policy("a", "Warn") + "---\n" + exception("x"));
        PolicyStore store = PolicyStore.watching(policies);

        Files.delete(file);
        assertThat(store.refresh().problems())
                .extracting(Problem::toString)
                .containsExactly(policies + ": holds no ImageAdmissionPolicy");
        assertThat(names(store)).containsExactly("a");

        Files.delete(policies);
        assertThat(store.refresh().problems())
                .extracting(Problem::toString)
                .containsExactly(policies + ": does not exist");
        assertThat(names(store)).containsExactly("a");
        assertThat(store.current().exceptions())
                .extracting(ImageException::name)
                .containsExactly("x");
    }

    @Test
    void aMountedConfigMapIsFollowedWhenItsLinksAreSwapped() throws IOException {
        Path first = Files.createDirectory(folder.resolve("..2026_11_21_03_00_00.1"));
        Files.writeString(first.resolve("a.yaml"), policy("a", "Warn"));
        Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
        Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("..data/a.yaml"));
        PolicyStore store = PolicyStore.watching(folder);
        assertThat(names(store)).containsExactly("a");

        Path second = Files.createDirectory(folder.resolve("..2026_11_21_03_01_00.2"));
        Files.writeString(second.resolve("a.yaml"), policy("a", "Deny"));
        Files.createSymbolicLink(folder.resolve("..data_tmp"), second.getFileName());
        Files.move(folder.resolve("..data_tmp"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        assertThat(store.refresh()).isEqualTo(new Refresh(true, List.of()));
        assertThat(actions(store)).containsExactly(Set.of(ValidationAction.DENY));
    }

    @Test
    void toBeginWithEverythingMustBeValid() throws IOException {
        write("a.yaml", policy("a", "Warn"));
        write("b.yaml", policy("b", "Block"));
        write("c.yaml", "{");

        assertThatThrownBy(() -> PolicyStore.watching(folder))
                .asInstanceOf(throwable(InvalidPoliciesException.class))
                .satisfies(e -> assertThat(e.problems()).hasSize(2))
                .extracting(Throwable::getMessage)
                .asString()
                .startsWith(
                        folder.resolve("b.yaml")
                                + ": ImageAdmissionPolicy \"b\": spec.validationActions[0]: \"Block\" must be one of Deny, Warn, Audit\n")
                .contains(folder.resolve("c.yaml") + ": document 1: line 1, column 2: ");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String policy(String name, String action) {
        return """
                apiVersion: plimsoll.dev/v1alpha1
                kind: ImageAdmissionPolicy
                metadata: {name: %s}
                spec: {validationActions: [%s], checks: {rootUser: {}}}
                """.formatted(name, action);
    }

    private static String exception(String name) {
        return """
                apiVersion: plimsoll.dev/v1alpha1
                kind: ImageAdmissionException
                metadata: {name: %s, namespace: shop}
                spec: {images: ["**"], checks: [root-user], reason: for a while}
                """.formatted(name);
    }

    private static List<String> names(PolicyStore store) {
        return store.current().policies().stream().map(Policy::name).toList();
    }

    private static List<Set<ValidationAction>> actions(PolicyStore store) {
        return store.current().policies().stream().map(Policy::actions).toList();
    }
}
