package dev.plimsoll.base;

import static dev.plimsoll.image.ImageBuilder.anImage;
import static dev.plimsoll.image.ImageBuilder.layer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.dockerfile.Build;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFamiliesTest {

    private static final ImageFamilies FAMILIES = ImageFamilies.official();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ENV NODE_VERSION=18.13.0 | docker.io/library/node:18.13.0-slim",
                "ENV GOLANG_VERSION=1.18.10 | docker.io/library/golang:1.18.10",
                "ENV RUBY_VERSION=3.2.0 | docker.io/library/ruby:3.2.0-slim",
                "ENV PYTHON_VERSION=3.9.16 | docker.io/library/python:3.9.16-slim",
                "ENV RUST_VERSION=1.67.0 | docker.io/library/rust:1.67.0-slim",
                "ENV JAVA_VERSION=jdk-17.0.6+10 | docker.io/library/eclipse-temurin:17.0.6_10-jdk",
                "ENV JAVA_VERSION=jdk8u362-b09 | docker.io/library/eclipse-temurin:8u362-b09-jdk",
                "ENV JAVA_VERSION=17.0.2 | docker.io/library/openjdk:17.0.2-jdk",
                "ARG version=17.0.6.10-1 | docker.io/library/amazoncorretto:17.0.6",
                "ENV DOTNET_SDK_VERSION=7.0.102 | mcr.microsoft.com/dotnet/sdk:7.0.102",
                "ENV ASPNET_VERSION=7.0.2 | mcr.microsoft.com/dotnet/aspnet:7.0.2",
                "ENV NGINX_VERSION=1.23.3 | docker.io/library/nginx:1.23.3",
                "ENV PG_VERSION=15.1-1.pgdg110+1 | docker.io/library/postgres:15.1",
                "ENV REDIS_VERSION=7.0.8 | docker.io/library/redis:7.0.8",
                "ADD alpine-minirootfs-3.24.2-x86_64.tar.gz / # buildkit | docker.io/library/alpine:3.24.2",
                "RUN # debian.sh --arch 'amd64' out/ 'trixie' '@1782172800' | docker.io/library/debian:trixie",
                "LABEL org.opencontainers.image.version=22.04 | docker.io/library/ubuntu:22.04"
            })
    void aMarkerTellsWhichImageItMayBe(String instruction, String reference) {
        Image image = anImage().layers(1, 1).history(instruction, "RUN make").build();

        assertThat(FAMILIES.candidates(image).get(0))
                .isEqualTo(new BaseCandidate(ImageReference.parse(reference), Optional.empty(), Evidence.LAYERS));
    }

    @ParameterizedTest
    @CsvSource({"ENV NODE_VERSION=$X", "ENV NODE_VERSION=", "ENV OTHER=1", "ENV NODE_VERSION=lts/iron", "RUN x"})
    void whatIsNoVersionTellsNothing(String instruction) {
        assertThat(FAMILIES.candidates(anImage().history(instruction).build())).isEmpty();
    }

    @Test
    void annotationsComeFirstAndKeepTheirDigest() {
        Digest digest = Digest.of("base");
        Image image = anImage()
                .annotations(Map.of(
                        "org.opencontainers.image.base.name",
                        "registry.corp/base:1",
                        "org.opencontainers.image.base.digest",
                        digest.toString()))
                .labels(Map.of("org.opencontainers.image.base.name", "not a name"))
                .history("ENV NODE_VERSION=18.13.0")
                .build();

        BaseCandidate first = FAMILIES.candidates(image).get(0);

        assertThat(first.evidence()).isEqualTo(Evidence.ANNOTATION);
        assertThat(first.toInspect()).hasToString("registry.corp/base@" + digest);
    }

    @Test
    void aCandidateIsTheBaseOnlyIfAllItsLayersComeFirst() {
        BaseCandidate candidate = new BaseCandidate(ImageReference.parse("node:18"), Optional.empty(), Evidence.LAYERS);
        Image image = layers("a", "b", "c");

        assertThat(candidate.verify(image, layers("a", "b"))).isPresent();
        assertThat(candidate.verify(image, layers("a", "b", "c"))).isPresent();
        assertThat(candidate.verify(image, layers("a", "c"))).isEmpty();
        assertThat(candidate.verify(image, layers("b"))).isEmpty();
        assertThat(candidate.verify(image, layers("a", "b", "c", "d"))).isEmpty();
        assertThat(candidate.verify(image, layers())).isEmpty();
    }

    private static Image layers(String... names) {
        return anImage()
                .layers(List.of(names).stream().map(name -> layer(name, 1)).toArray(Layer[]::new))
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "node:18, true",
        "node:18.13.0, true",
        "node:18-bullseye, true",
        "node:18-slim, false",
        "node:18-alpine, false",
        "registry.corp/node:18, false"
    })
    void onlyAFullVariantHasSlimmerOnes(String reference, boolean slimmer) {
        Image image = anImage().history("ENV NODE_VERSION=18.13.0").build();

        assertThat(FAMILIES.slimmerThan(new KnownBase(ImageReference.parse(reference), image, Evidence.LAYERS)))
                .extracting(variant -> variant.reference().toString())
                .isEqualTo(
                        slimmer
                                ? List.of(
                                        "docker.io/library/node:18.13.0-alpine",
                                        "docker.io/library/node:18.13.0-slim",
                                        "gcr.io/distroless/nodejs18-debian12")
                                : List.of());
    }

    @Test
    void aSearchAsksForNoMoreThanItMay() {
        List<ImageReference> asked = new ArrayList<>();
        Image base = anImage()
                .history("ENV NODE_VERSION=18.13.0")
                .layers(layer("base", 100))
                .build();
        Image image = anImage()
                .history("ENV NODE_VERSION=18.13.0", "RUN apt-get install -y mercurial")
                .layers(layer("base", 100), layer("own", 1))
                .build();

        Optional<MeasuredBase> found = new BaseSearch(FAMILIES, 2, 2).search(image, reference -> {
            asked.add(reference);
            return Optional.of(
                    reference.effectiveTag().contains("alpine")
                            ? ImageBuilder.anImage().layers(10).build()
                            : base);
        });

        assertThat(asked)
                .extracting(ImageReference::effectiveTag)
                .containsExactly("18.13.0", "18.13.0-alpine", "18.13.0-slim");
        assertThat(found).hasValueSatisfying(it -> assertThat(it.slimmer())
                .singleElement()
                .satisfies(measured -> assertThat(measured.size().bytes()).isEqualTo(10)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                // a finished image within the history
                "1 @ ADD rootfs.tar / | -CMD [\"sh\"] | RUN a | -CMD [\"b\"] @ 2",
                // nothing but the image's own
                "2 @ COPY a / | -CMD [\"a\"] @ 0",
                // a family whose image ends without a CMD
                "3 @ ADD rootfs.tar / | -CMD [\"sh\"] | -ENV GOLANG_VERSION=1.22.0 | RUN a | WORKDIR /go | RUN b @ 5",
                // another tool's steps
                "4 @ bazel build ... | bazel build ... | COPY a /b | -CMD [\"b\"] @ 2",
                // settings after the base's CMD are the image's own
                "5 @ ADD rootfs.tar / | -CMD [\"sh\"] | -ENV TOKEN=x | RUN a @ 2"
            })
    void theHistoryShowsWhereTheBaseEnds(String name, String history, int steps) {
        Image image = anImage().history(history.split(" \\| ")).build();

        assertThat(Boundary.byShape(Build.of(image)).steps()).as(name).isEqualTo(steps);
    }
}
