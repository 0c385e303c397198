package dev.plimsoll.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the cache hands to many reviews at once is not changed by any of them. */
class InspectionTest {

    @Test
    void doesNotChange() {
        List<Image> images = new ArrayList<>(List.of(anImage(aConfig(List.of(), Map.of(), List.of()))));
        Set<Platform> offered = new HashSet<>(Set.of(Platform.LINUX_AMD64));
        Inspection inspection = new Inspection(Digest.of("index"), images, offered);

        images.clear();
        offered.clear();

        assertThat(inspection.images()).hasSize(1);
        assertThat(inspection.offered()).containsExactly(Platform.LINUX_AMD64);
    }

    @Test
    void hasConfigsThatDoNotChange() {
        List<String> environment = new ArrayList<>(List.of("PATH=/bin"));
        Map<String, String> labels = new HashMap<>(Map.of("a", "b"));
        HistoryEntry entry = new HistoryEntry("RUN true", "", Optional.empty(), false);
        List<HistoryEntry> history = new ArrayList<>(List.of(entry));
        ImageConfig config = aConfig(environment, labels, history);

        environment.clear();
        labels.clear();
        history.clear();

        assertThat(config).isEqualTo(aConfig(List.of("PATH=/bin"), Map.of("a", "b"), List.of(entry)));
    }

    private static Image anImage(ImageConfig config) {
        return new Image(Digest.of("manifest"), Optional.empty(), List.of(), config, Map.of());
    }

    private static ImageConfig aConfig(
            List<String> environment, Map<String, String> labels, List<HistoryEntry> history) {
        return new ImageConfig(Optional.empty(), "1000", Optional.empty(), environment, labels, history);
    }
}
