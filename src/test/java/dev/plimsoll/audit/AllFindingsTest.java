package dev.plimsoll.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.Violation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AllFindingsTest {

    private static AuditedFinding finding(String namespace, int number) {
        return new AuditedFinding(
                new Owner("v1", "Pod", namespace, "p%03d".formatted(number)),
                new Finding(
                        "strict",
                        "image-size",
                        Optional.of("web"),
                        new Violation("too large", "make it smaller"),
                        Set.of(number % 10 == 0 ? ValidationAction.DENY : ValidationAction.WARN)),
                Optional.empty(),
                "web:1",
                Optional.empty(),
                Optional.empty());
    }

    /** 20 in one namespace, 200 in the other. */
    private static List<AuditedFinding> many() {
        List<AuditedFinding> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(finding("till", i));
            if (i < 20) {
                all.add(finding("shop", i));
            }
        }
        return all;
    }

    private static List<PolicyFindings> result(List<AuditedFinding> findings, int most, int altogether) {
        AllFindings all = new AllFindings(most, altogether);
        findings.forEach(all::add);
        return all.result();
    }

    @Test
    void whatIsTooMuchAltogetherIsHalvedForAllAndStaysCounted() {
        List<PolicyFindings> result = result(many(), 100, 60);
        assertThat(result).extracting(PolicyFindings::namespace).containsExactly("shop", "till");
        assertThat(result).extracting(it -> it.findings().size()).containsExactly(20, 25);
        assertThat(result).extracting(PolicyFindings::total).containsExactly(20, 200);
        assertThat(result).extracting(PolicyFindings::omitted).containsExactly(0, 175);
        assertThat(result.get(1).findings().subList(0, 20))
                .as("what matters most is kept")
                .allSatisfy(it ->
                        assertThat(it.finding().has(ValidationAction.DENY)).isTrue());
    }

    @Test
    void theBoundItselfIsNotTooMuch() {
        assertThat(result(many(), 40, 60))
                .extracting(it -> it.findings().size())
                .containsExactly(20, 40);
        assertThat(result(many(), 40, 59))
                .extracting(it -> it.findings().size())
                .containsExactly(20, 20);
    }

    @Test
    void theOrderInWhichTheyAreFoundMakesNoDifference() {
        List<PolicyFindings> ordered = result(many(), 100, 60);
        List<AuditedFinding> shuffled = many();
        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(result(shuffled, 100, 60)).isEqualTo(ordered);
        }
    }

    @Test
    void theSameFindingCountsOnce() {
        List<AuditedFinding> twice = new ArrayList<>(many());
        twice.addAll(many());
        assertThat(result(twice, 1000, 1000)).extracting(PolicyFindings::total).containsExactly(20, 200);
    }

    /** Java's own hash of these two names is the same. */
    @Test
    void namesThatLookAlikeToAHashAreToldApart() {
        assertThat("web-an".hashCode()).isEqualTo("web-c0".hashCode());
        AuditedFinding one = finding("shop", 1);
        List<AuditedFinding> alike = List.of(named("web-an", one), named("web-c0", one));
        assertThat(result(alike, 10, 10).get(0).findings()).hasSize(2);
    }

    private static AuditedFinding named(String name, AuditedFinding like) {
        Owner owner = new Owner("v1", "Pod", like.owner().namespace(), name);
        return new AuditedFinding(owner, like.finding(), like.excuse(), like.image(), like.digest(), like.size());
    }

    @Test
    void hashesAreSeenOnce() {
        SeenHashes seen = new SeenHashes();
        Random random = new Random(1);
        List<Long> hashes = new ArrayList<>(List.of(0L, -1L, 1L, 1L << 32, Long.MIN_VALUE));
        random.longs(10_000).forEach(hashes::add);
        assertThat(hashes).allSatisfy(it -> assertThat(seen.add(it)).isTrue());
        assertThat(hashes).allSatisfy(it -> assertThat(seen.add(it)).isFalse());
    }
}
