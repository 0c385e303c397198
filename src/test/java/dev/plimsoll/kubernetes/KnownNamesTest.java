package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.ImageName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownNamesTest {

    private final KnownNames names = new KnownNames();

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "nginx:latest", "registry.corp:5000/shop/web:1", "UPPER", ""})
    void reads_a_name_as_it_is_and_once(String written) {
        ImageName first = names.read(written);
        assertThat(first).isEqualTo(ImageName.parse(written));
        assertThat(names.read(written)).isSameAs(first);
    }

    @Test
    void forgets_names_rather_than_to_grow() {
        for (int i = 0; i < 10_000; i++) {
            names.read("registry.corp/" + "x".repeat(200) + i);
        }
        assertThat(names.size()).isBetween(1L, 2_000L);
    }
}
