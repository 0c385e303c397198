package dev.plimsoll.advice;

import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The image that BuildKit would make of a Dockerfile, as far as its history goes. Every layer has a mebibyte. */
final class DockerfileHistory {

    private static final List<String> DEBIAN = List.of("ADD rootfs.tar.xz / # buildkit", "-CMD [\"bash\"]");

    private static final Map<String, List<String>> BASES = Map.of(
            "scratch",
            List.of(),
            "golang",
            List.of("ADD rootfs.tar.xz / # buildkit", "-CMD [\"bash\"]", "-ENV GOLANG_VERSION=1.22.0", "WORKDIR /go"),
            "rust",
            List.of(
                    "ADD rootfs.tar.xz / # buildkit",
                    "-CMD [\"bash\"]",
                    "-ENV RUST_VERSION=1.80.0",
                    "RUN ./rustup-init"),
            "node",
            List.of(
                    "ADD rootfs.tar.xz / # buildkit",
                    "-ENV NODE_VERSION=22.11.0",
                    "RUN make install",
                    "-CMD [\"node\"]"));

    private static final Set<String> WITH_LAYER = Set.of("RUN", "COPY", "ADD", "WORKDIR");

    private DockerfileHistory() {}

    /** @param dockerfile without a FROM, it builds on Debian */
    static Image image(String dockerfile) {
        List<String> history = new ArrayList<>(DEBIAN);
        for (String instruction : instructions(dockerfile)) {
            if (instruction.startsWith("FROM ")) {
                String base = instruction.split("[ :]")[1];
                history = new ArrayList<>(BASES.getOrDefault(base, DEBIAN));
            } else {
                history.add(asBuildKitWritesIt(instruction));
            }
        }
        Layer[] layers = history.stream()
                .filter(entry -> !entry.startsWith("-"))
                .map(entry -> ImageBuilder.layer(entry, 1 << 20))
                .toArray(Layer[]::new);
        return ImageBuilder.anImage()
                .layers(layers)
                .history(history.toArray(String[]::new))
                .build();
    }

    private static String asBuildKitWritesIt(String instruction) {
        String[] words = instruction.split(" ", 2);
        String rest = words[1].replaceAll("--(?:mount|from)=\\S+\\s+", "").strip();
        String written =
                switch (words[0]) {
                    case "RUN" -> rest.startsWith("|") ? "RUN " + rest : "RUN /bin/sh -c " + rest;
                    default -> words[0] + " " + rest;
                };
        return (WITH_LAYER.contains(words[0]) ? "" : "-") + written + " # buildkit";
    }

    /** A backslash joins lines; of a here-document, BuildKit writes only what stands in it. */
    private static List<String> instructions(String dockerfile) {
        List<String> instructions = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        boolean document = false;
        for (String line : dockerfile.lines().toList()) {
            if (document && line.equals("EOF")) {
                document = false;
            } else if (document) {
                open.append(line).append('\n');
                continue;
            } else if (line.equals("RUN <<EOF")) {
                document = true;
                open.append("RUN ");
                continue;
            } else if (line.endsWith("\\")) {
                open.append(line, 0, line.length() - 1);
                continue;
            } else {
                open.append(line);
            }
            if (!open.toString().isBlank()) {
                instructions.add(open.toString().strip());
            }
            open.setLength(0);
        }
        return instructions;
    }
}
