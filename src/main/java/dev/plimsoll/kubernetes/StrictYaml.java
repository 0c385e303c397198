package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.kubernetes.Document.Parsed;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads a file's documents, YAML or JSON, as kubectl understands them: aliases are followed, a timestamp is text.
 * Duplicate keys are refused, and neither depth nor aliases can make it large.
 */
final class StrictYaml {

    /** Deeper than any schema within a CustomResourceDefinition. */
    static final int DEEPEST = 100;

    private static final int MOST_ALIASES = 1000;

    private final SourceFile file;
    private final List<Document> documents = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private StrictYaml(SourceFile file) {
        this.file = file;
    }

    /** The file's documents and what is wrong with those that cannot be read; behind bad syntax, none are looked for. */
    static Parsed parse(SourceFile file) {
        if (file.unreadable().isPresent()) {
            return new Parsed(
                    List.of(),
                    List.of(Problem.ofFile(file.name(), file.unreadable().get())));
        }
        return StrictJson.looksLikeJson(file.text()) ? jsonElseYaml(file) : new StrictYaml(file).parse();
    }

    /** YAML's flow style may look like JSON and not be it. */
    private static Parsed jsonElseYaml(SourceFile file) {
        Parsed json = StrictJson.parse(file);
        if (json.problems().isEmpty()) {
            return json;
        }
        Parsed yaml = new StrictYaml(file).parse();
        return yaml.problems().isEmpty() ? yaml : json;
    }

    private Parsed parse() {
        Composer composer = new Composer(
                new ParserImpl(new StreamReader(file.text()), options()),
                new YamlScalars.KubernetesResolver(),
                options());
        int number = 1;
        try {
            for (; composer.checkNode(); number++) {
                add(number, composer.getNode());
            }
        } catch (YAMLException e) {
            problems.add(Problem.ofDocument(file.name(), number, describe(e)));
        }
        return new Parsed(documents, problems);
    }

    private void add(int number, Node root) {
        try {
            JsonNode content = new YamlTree().convert(root);
            if (!content.isNull()) {
                documents.add(
                        new Document(file.name(), number, root.getStartMark().getLine() + 1, content));
            }
        } catch (YAMLException e) {
            problems.add(Problem.ofDocument(file.name(), number, describe(e)));
        }
    }

    private static String describe(YAMLException e) {
        return e instanceof MarkedYAMLException marked && marked.getProblemMark() != null
                ? place(marked.getProblemMark()) + ": " + marked.getProblem()
                : "is not YAML: " + e.getMessage();
    }

    private static String place(Mark mark) {
        return "line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        options.setCodePointLimit(SourceFile.LARGEST_BYTES);
        options.setMergeOnCompose(true);
        return options;
    }
}
