package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Layer;
import dev.plimsoll.image.Platform;
import dev.plimsoll.registry.StrictJson.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {

    private static final String SHA256 = "sha256:" + "a".repeat(64);
    private static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";

    /** Single quotes for double ones, {@code @} for a digest, {@code $} for a config, as an author of tests likes it. */
    private static byte[] json(String text) {
        return text.replace("$", "{'mediaType':'" + OCI_CONFIG + "','digest':'@','size':2}")
                .replace("@", SHA256)
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Manifest read(String text) throws UnreadableException {
        return ManifestReader.read(json(text), "");
    }

    @Test
    void an_image_has_a_config_and_layers() throws Exception {
        Digest digest = Digest.parse(SHA256);
        assertThat(read("{'schemaVersion':2,'config':$,'layers':[{'mediaType':'l','digest':'@','size':5,'urls':['u']}],"
                        + "'annotations':{'a':'b'},'somethingNew':{'x':[1]}}"))
                .isEqualTo(new Manifest.OfImage(
                        new Descriptor(OCI_CONFIG, digest, 2, Optional.empty()),
                        List.of(new Layer(digest, new DataSize(5), "l")),
                        Map.of("a", "b")));
    }

    @Test
    void an_index_has_manifests_with_platforms() throws Exception {
        Manifest.Index index = (Manifest.Index) read("""
                        {'schemaVersion':2,'manifests':[
                          {'digest':'@','size':1,'platform':{'os':'linux','architecture':'arm','variant':'v7','os.features':['x']}},
                          {'digest':'@','size':1,'platform':{'os':'linux','architecture':''}},
                          {'digest':'@','size':1,'platform':{'os':'li/nux','architecture':'amd64'}},
                          {'digest':'@','size':1,'platform':null},
                          {'digest':'@','size':1}]}""");
        assertThat(index.manifests())
                .extracting(Descriptor::platform)
                .containsExactly(
                        Optional.of(Platform.parse("linux/arm/v7")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
    }

    @Test
    void an_artifact_type_beside_the_config_of_an_image_does_not_matter() throws Exception {
        assertThat(read("{'schemaVersion':2,'artifactType':'x','config':$,'layers':[],'subject':{'size':1}}"))
                .isInstanceOf(Manifest.OfImage.class);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            {'schemaVersion':1,'fsLayers':[]}                          | is of Docker's schema 1, which is not supported; push it again
            {'mediaType':'application/vnd.docker.distribution.manifest.v1+prettyjws'} | is of Docker's schema 1, which is not supported; push it again
            {'mediaType':'application/vnd.example+json','config':$}    | is not a container image: its media type is not one of an image
            {'config':{'mediaType':'application/vnd.cncf.helm.config.v1+json','digest':'@','size':2}} | is not a container image: its config is not one of an image
            {'config':{'mediaType':'application/vnd.oci.empty.v1+json','digest':'@','size':2}} | is not a container image: its config is not one of an image
            {'config':{'mediaType':'application/vnd.oci.image.config.v1+json','digest':'@','size':4194305}} | has a config over 4 MiB
            {'config':null,'layers':[]}                                | is not a container image: it has no config
            {'config':[],'layers':[]}                                  | config is not an object
            {'config':$,'layers':{}}                                   | layers is not an array
            {'config':$,'layers':[7]}                                  | layers[0] is not an object
            {'config':$,'layers':[{'digest':'@','size':-1}]}           | layers[0].size is negative
            {'config':$,'layers':[{'digest':'@','size':1.5}]}          | layers[0].size is not a whole number
            {'config':$,'layers':[{'digest':'@','size':'1'}]}          | layers[0].size is not a whole number
            {'config':$,'layers':[{'digest':'@','size':9223372036854775808}]} | layers[0].size is not a whole number
            {'config':$,'layers':[{'digest':'@'}]}                     | layers[0].size is not a whole number
            {'config':$,'layers':[{'digest':'md5:1','size':1}]}        | has a digest that is neither sha256 nor sha512
            {'config':$,'layers':[{'size':1}]}                         | has a digest that is neither sha256 nor sha512
            {'config':$,'layers':[{'digest':5,'size':1}]}              | layers[0].digest is not text
            {'config':$,'annotations':{'a':1}}                         | a value of annotations is not text
            {'config':$,'annotations':[]}                              | annotations is not an object
            {'config':$,'layers':[],'manifests':[]}                    | is ambiguous: an image by one sign and an index by another
            {'mediaType':'application/vnd.oci.image.manifest.v1+json','manifests':[]} | is ambiguous: an image by one sign and an index by another
            {'mediaType':'application/vnd.oci.image.index.v1+json','config':$} | is ambiguous: an image by one sign and an index by another
            {'config':$,'config':$}                                    | has a key twice in one object
            {'config':$,'x':{'y':1,'y':2}}                             | has a key twice in one object
            {'config':$,'Layers':[]}                                   | has a key that differs from "layers" only in case
            {'config':$,'layer\u017f':[]}                              | has a key that differs from "layers" only in case
            {'config':$,'layers':[{'digest':'@','Digest':'@','size':1}]} | has a key that differs from "digest" only in case
            {'manifests':[{'digest':'@','size':1,'platform':{'OS':'linux'}}]} | has a key that differs from "os" only in case
            {'config':$} {}                                            | is not JSON
            {'config':$                                                | is not JSON
            """)
    void what_two_readers_could_take_differently_or_is_no_image_is_refused(String json, String problem) {
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(() -> read(json))
                .withMessage(problem);
    }

    @Test
    void a_config_may_be_of_four_mebibytes() throws Exception {
        assertThat(read("{'config':{'mediaType':'%s','digest':'@','size':4194304}}".formatted(OCI_CONFIG)))
                .isInstanceOf(Manifest.OfImage.class);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "application/vnd.oci.image.index.v1+json, false",
        "application/vnd.oci.image.manifest.v1+json, true",
        "application/vnd.docker.distribution.manifest.v2+json, true",
        "application/json, true",
        "text/plain, true"
    })
    void a_content_type_may_not_contradict(String contentType, boolean readable) {
        if (readable) {
            assertThat(catchThrowable(() -> ManifestReader.read(json("{'config':$}"), contentType)))
                    .isNull();
        } else {
            assertThatExceptionOfType(UnreadableException.class)
                    .isThrownBy(() -> ManifestReader.read(json("{'config':$}"), contentType));
        }
    }

    @Test
    void a_thousand_layers_are_read_and_one_more_is_not() throws Exception {
        assertThat(((Manifest.OfImage)
                                read("{'config':$,'layers':[" + repeated("{'digest':'@','size':1}", 1000) + "]}"))
                        .layers())
                .hasSize(1000);
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(() -> read("{'config':$,'layers':[" + repeated("{'digest':'@','size':1}", 1001) + "]}"))
                .withMessage("layers has 1,001 entries, over 1,000");
    }

    @Test
    void an_index_of_five_hundred_is_read_and_one_more_is_not() throws Exception {
        assertThat(((Manifest.Index) read("{'manifests':[" + repeated("{'digest':'@','size':1}", 500) + "]}"))
                        .manifests())
                .hasSize(500);
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(() -> read("{'manifests':[" + repeated("{'digest':'@','size':1}", 501) + "]}"))
                .withMessage("manifests has 501 entries, over 500");
    }

    @Test
    void sixty_four_levels_are_read_and_one_more_is_not() throws Exception {
        assertThat(read("{'config':$,'x':" + "[".repeat(63) + "]".repeat(63) + "}"))
                .isNotNull();
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(() -> read("{'config':$,'x':" + "[".repeat(64) + "]".repeat(64) + "}"))
                .withMessage("is nested too deeply or has too many parts");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"{'layers':[%s]}", "{'x':[%s]}"})
    void four_megabytes_of_next_to_nothing_are_refused(String shape) {
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(() -> read(shape.formatted(repeated("{}", 1_300_000))))
                .withMessage("is nested too deeply or has too many parts");
    }

    private static String repeated(String element, int times) {
        return String.join(",", Collections.nCopies(times, element));
    }
}
