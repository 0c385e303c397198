package dev.plimsoll.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InspectionsTest {

    @Test
    void whatIsKnownIsToldFromWhatIsNot() {
        ImageReference node = ImageReference.parse("node:18");
        ImageReference nginx = ImageReference.parse("nginx:1");
        InspectionException failure = new InspectionException(Reason.NOT_FOUND, "no such tag");
        Inspections inspections =
                new Inspections(Known.image("node:18").inspections().found(), Map.of(nginx, failure));

        assertThat(inspections.of(node)).isPresent();
        assertThat(inspections.of(nginx)).isEmpty();
        assertThat(inspections.failureOf(nginx)).contains(failure);
        assertThat(inspections.failureOf(node)).isEmpty();
        assertThat(Inspections.NONE.of(node)).isEmpty();
    }
}
