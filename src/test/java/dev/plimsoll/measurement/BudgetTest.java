package dev.plimsoll.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private final AtomicLong now = new AtomicLong();
    private final Budget budget = new Budget(10, 6, now::get);

    private void passes(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void aRegistryIsNotAskedForMoreThanItsShare() {
        assertThat(budget.take("a", 4)).isTrue();
        assertThat(budget.take("a", 3)).as("7 of 6").isFalse();
        assertThat(budget.take("a", 2)).as("6 of 6").isTrue();
        assertThat(budget.take("a", 1)).isFalse();
    }

    @Test
    void allRegistriesTogetherAreNotAskedForMoreThanTheWhole() {
        assertThat(budget.take("a", 6)).isTrue();
        assertThat(budget.take("b", 5)).as("11 of 10").isFalse();
        assertThat(budget.take("b", 4)).as("10 of 10").isTrue();
        assertThat(budget.take("c", 1)).isFalse();
    }

    @Test
    void whatWasTakenAnHourAgoCountsNoMore() {
        budget.take("a", 6);
        passes(Duration.ofMinutes(59));
        assertThat(budget.take("a", 1)).isFalse();
        passes(Duration.ofMinutes(1));
        assertThat(budget.take("a", 6)).isTrue();
    }

    @Test
    void whatWasNotNeededIsThereForTheNext() {
        budget.take("a", 6);
        budget.giveBack(2);
        assertThat(budget.take("a", 3)).isFalse();
        assertThat(budget.take("a", 2)).isTrue();
    }

    @Test
    void aRegistryThatWantsToBeLeftAloneIsForAnHourAndNoOther() {
        budget.rest("a");
        assertThat(budget.take("a", 1)).isFalse();
        assertThat(budget.take("b", 1)).isTrue();
        passes(Duration.ofMinutes(59));
        assertThat(budget.take("a", 1)).isFalse();
        passes(Duration.ofMinutes(1));
        assertThat(budget.take("a", 1)).isTrue();
    }
}
