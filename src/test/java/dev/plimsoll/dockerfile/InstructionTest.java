package dev.plimsoll.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.dockerfile.Instruction.Copy;
import dev.plimsoll.dockerfile.Instruction.Foreign;
import dev.plimsoll.dockerfile.Instruction.ForeignRun;
import dev.plimsoll.dockerfile.Instruction.Metadata;
import dev.plimsoll.dockerfile.Instruction.RootFileSystem;
import dev.plimsoll.dockerfile.Instruction.Run;
import dev.plimsoll.dockerfile.Instruction.Setting;
import dev.plimsoll.dockerfile.Instruction.Start;
import dev.plimsoll.dockerfile.Instruction.WorkingDirectory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstructionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "/bin/sh -c make install @ make install",
                "/bin/bash -o pipefail -c make install @ make install",
                "/bin/bash -euxo pipefail -c make install @ make install",
                "/bin/ash -eo pipefail -c make install @ make install",
                "|1 V=3 /bin/sh -c make install @ make install",
                "|2 V=a b c W= /bin/bash -o pipefail -c make install @ make install",
                "|1 V=3 make install @ make install",
                "RUN /bin/sh -c make install # buildkit @ make install",
                "RUN |1 V=3 /bin/sh -c make install # buildkit @ make install",
                "RUN /bin/bash -o pipefail -c make install # buildkit @ make install",
                "RUN make install # buildkit @ make install",
                "RUN make install @ make install",
                "RUN [\"make\", \"install\"] @ make install",
                "RUN --mount=type=cache,target=/root/.cache --network=none make install @ make install",
                "RUN /bin/sh -c set -e # buildkit @ set -e"
            })
    void aRunIsTheScriptThatItRuns(String createdBy, String script) {
        assertThat(Instruction.read(createdBy)).isInstanceOfSatisfying(Run.class, run -> assertThat(run.script())
                .isEqualTo(script));
    }

    @Test
    void buildArgumentsAreKeptApartForTheyMayBeSecret() {
        assertThat(Instruction.read("RUN |2 TOKEN=a b NAME=c /bin/sh -c make # buildkit"))
                .isInstanceOfSatisfying(Run.class, run -> {
                    assertThat(run.arguments()).isEqualTo(Map.of("TOKEN", "a b", "NAME", "c"));
                    assertThat(run.text()).isEqualTo("make");
                });
    }

    @Test
    void cacheMountsAreReadWhereAHistoryHasThem() {
        assertThat(Instruction.read("RUN --mount=type=cache,target=/root/.npm --mount=type=secret,id=x npm ci"))
                .isInstanceOfSatisfying(
                        Run.class, run -> assertThat(run.cacheMounts()).containsExactly("/root/.npm"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cmd /S /C echo x",
                "cmd /S /C powershell -Command Remove-Item x",
                "powershell -Command $ErrorActionPreference = 'Stop'; Invoke-WebRequest x",
                "RUN powershell -Command Invoke-WebRequest x # buildkit",
                "RUN cmd /S /C echo x # buildkit",
                "C:\\Windows\\System32\\cmd.exe /S /C echo x",
                "|1 V=3 cmd /S /C echo x"
            })
    void whatAnotherShellRunsIsLeftAlone(String createdBy) {
        assertThat(Instruction.read(createdBy)).isInstanceOf(ForeignRun.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "COPY . . # buildkit @ . @ .",
                "COPY . /app @ . @ /app",
                "COPY --chown=node:node package.json ./ # buildkit @ package.json @ ./",
                "COPY [\"a b\", \"/c\"] @ a b @ /c",
                "/bin/sh -c #(nop) COPY file:4d192565a7220e13 in /usr/local/bin/ @ file:4d192565a7220e13 @ /usr/local/bin/",
                "/bin/sh -c #(nop) COPY --chown=node:node dir:4d192565a7220e13 in /app @ dir:4d192565a7220e13 @ /app",
                "/bin/sh -c #(nop) ADD multi:4d192565a7220e13 in /app/ @ multi:4d192565a7220e13 @ /app/",
                "cmd /S /C #(nop) COPY dir:4d192565a7220e13 in C:\\app @ dir:4d192565a7220e13 @ C:\\app",
                "ADD https://example.org/x /opt/ # buildkit @ https://example.org/x @ /opt/"
            })
    void aCopyHasSourcesAndADestination(String createdBy, String source, String destination) {
        assertThat(Instruction.read(createdBy)).isInstanceOfSatisfying(Copy.class, copy -> {
            assertThat(copy.sources()).containsExactly(source);
            assertThat(copy.destination()).isEqualTo(destination);
            assertThat(copy.changesOwner()).isEqualTo(createdBy.contains("--chown"));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bin/sh -c #(nop) ADD file:917750a82b29f8f7 in / ",
                "ADD alpine-minirootfs-3.20.0-x86_64.tar.gz / # buildkit",
                "ADD busybox.tar.xz / # buildkit",
                "RUN # debian.sh --arch 'amd64' out/ 'bookworm' '@1699228800'",
                "# debian.sh --arch 'amd64' out/ 'bookworm' '@1699228800'"
            })
    void aRootFileSystemIsWhereAnImageBegins(String createdBy) {
        assertThat(Instruction.read(createdBy)).isInstanceOf(RootFileSystem.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "/bin/sh -c #(nop) ENV NODE_VERSION=18.13.0 @ NODE_VERSION @ 18.13.0",
                "/bin/sh -c #(nop)  ENV JAVA_OPTS=-Xmx1g -Xms1g @ JAVA_OPTS @ -Xmx1g -Xms1g",
                "ENV A=b C=d @ C @ d",
                "ENV A=\"b c\" @ A @ b c",
                "ENV A b @ A @ b",
                "ENV A= @ A @ ''"
            })
    void aVariableHasAValue(String createdBy, String name, String value) {
        assertThat(Instruction.read(createdBy).valueOf(Setting.Kind.ENV, name)).hasValue(value);
    }

    @Test
    void otherInstructionsAreWhatTheySay() {
        assertThat(Instruction.read("WORKDIR /app")).isEqualTo(new WorkingDirectory("WORKDIR /app", "/app"));
        assertThat(Instruction.read("/bin/sh -c #(nop)  CMD [\"node\"]"))
                .isEqualTo(new Start("CMD [\"node\"]", Start.Kind.CMD));
        assertThat(Instruction.read("ENTRYPOINT [\"a\"]")).isInstanceOf(Start.class);
        assertThat(Instruction.read("USER 10001")).isEqualTo(new Metadata("USER 10001", "USER"));
        assertThat(Instruction.read("EXPOSE map[80/tcp:{}]")).isInstanceOf(Metadata.class);
        assertThat(Instruction.read("ARG TOKEN").valueOf(Setting.Kind.ARG, "TOKEN"))
                .hasValue("");
        assertThat(Instruction.read("LABEL a.b=c d").valueOf(Setting.Kind.LABEL, "a.b"))
                .hasValue("c d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "bazel build ...",
                "jib-maven-plugin:3.4.0",
                "ko build ko://example.org/cmd/app",
                "apko",
                "Buildpacks Launcher Config",
                "Imported from -",
                "umoci config",
                "npm install",
                "copy the files",
                "Apply image 10.0.17763.1"
            })
    void whatIsNoInstructionIsForeign(String createdBy) {
        assertThat(Instruction.read(createdBy)).isInstanceOf(Foreign.class);
    }
}
