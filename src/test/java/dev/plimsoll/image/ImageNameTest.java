package dev.plimsoll.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImageNameTest {

    @Test
    void isValidIfItIsAReference() {
        assertThat(ImageName.parse("nginx"))
                .isEqualTo(new ImageName.Valid("nginx", ImageReference.parse("docker.io/library/nginx")));
    }

    @Test
    void isInvalidOtherwiseAndSaysWhy() {
        assertThat(ImageName.parse("Nginx:1"))
                .isEqualTo(new ImageName.Invalid("Nginx:1", "repository \"Nginx\" must be in lower case"));
        assertThat(ImageName.parse("")).isEqualTo(new ImageName.Invalid("", "the image name is empty"));
    }

    @Test
    void keepsWhatWasWritten() {
        assertThat(ImageName.parse("index.docker.io/nginx").written()).isEqualTo("index.docker.io/nginx");
        assertThat(ImageName.parse(" nginx ").written()).isEqualTo(" nginx ");
    }
}
