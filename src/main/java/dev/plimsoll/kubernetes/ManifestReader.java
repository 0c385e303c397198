package dev.plimsoll.kubernetes;

import dev.plimsoll.kubernetes.Document.Parsed;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the Kubernetes objects in manifest files, YAML or JSON, with several documents and Lists. */
public final class ManifestReader {

    /**
     * What was read.
     *
     * @param manifests the objects, in order
     * @param problems with what is no object or could not be read
     */
    public record Result(List<Manifest> manifests, List<Problem> problems) {

        public Result {
            manifests = List.copyOf(manifests);
            problems = List.copyOf(problems);
        }
    }

    private final List<Manifest> manifests = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private ManifestReader() {}

    /** Reads a file, or the *.yaml, *.yml and *.json files in a folder and its folders, but not in hidden ones. */
    public static Result read(Path fileOrFolder) {
        return read(SourceFolder.recursive(fileOrFolder));
    }

    /**
     * Reads a stream to its end; does not close it.
     *
     * @param name as messages call it
     */
    public static Result read(String name, InputStream input) {
        return read(List.of(SourceFile.read(name, input)));
    }

    private static Result read(List<SourceFile> files) {
        ManifestReader reader = new ManifestReader();
        files.forEach(reader::read);
        return new Result(reader.manifests, reader.problems);
    }

    private void read(SourceFile file) {
        Parsed parsed = StrictYaml.parse(file);
        parsed.documents().stream()
                .flatMap(document -> document.objects().stream())
                .forEach(this::add);
        problems.addAll(parsed.problems());
    }

    private void add(Document document) {
        if (document.text("kind").isEmpty() || document.text("apiVersion").isEmpty()) {
            problems.add(Problem.ofDocument(
                    document.file(), document.number(), "is no Kubernetes object: it has no apiVersion and kind"));
            return;
        }
        manifests.add(new Manifest(document.file(), document.number(), document.line(), document.content()));
    }
}
