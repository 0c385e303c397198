package dev.plimsoll.api.v1alpha1;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What the Javadoc of a source file says of its records and their components, as plain text. */
final class RecordDocs {

    private static final Path SOURCES = Path.of(System.getProperty("basedir", ""), "src/main/java");

    private final Map<String, String> byName = new HashMap<>();
    private final DocTrees trees;
    private final CompilationUnitTree unit;

    private RecordDocs(DocTrees trees, CompilationUnitTree unit) {
        this.trees = trees;
        this.unit = unit;
        unit.getTypeDecls().forEach(this::read);
    }

    /** @param type may be nested in another */
    static RecordDocs of(Class<?> type) {
        Class<?> outermost = type.getEnclosingClass() == null ? type : type.getEnclosingClass();
        Path source = SOURCES.resolve(outermost.getName().replace('.', '/') + ".java");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(source));
            return new RecordDocs(
                    DocTrees.instance(task), task.parse().iterator().next());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the type as a whole is. */
    String of(Class<?> type, String component) {
        String name = type.getSimpleName() + "." + component;
        String text = byName.get(name);
        if (text == null) {
            throw new AssertionError(name + " has no @param in the Javadoc of " + type.getName());
        }
        return text;
    }

    /** The first sentences, before any tag. */
    String ofType(Class<?> type) {
        return byName.get(type.getSimpleName());
    }

    private void read(Tree tree) {
        if (!(tree instanceof ClassTree type)) {
            return;
        }
        DocCommentTree comment = trees.getDocCommentTree(TreePath.getPath(unit, tree));
        if (comment != null) {
            String name = type.getSimpleName().toString();
            byName.put(name, text(comment.getFullBody()));
            comment.getBlockTags().stream()
                    .filter(ParamTree.class::isInstance)
                    .map(ParamTree.class::cast)
                    .forEach(tag -> byName.put(name + "." + tag.getName(), text(tag.getDescription())));
        }
        type.getMembers().forEach(this::read);
    }

    private static String text(List<? extends DocTree> parts) {
        String text = parts.stream().map(RecordDocs::text).collect(Collectors.joining());
        return text.strip().replaceAll("\\s+", " ");
    }

    private static String text(DocTree part) {
        if (part instanceof LiteralTree literal) {
            return literal.getBody().getBody();
        }
        return part instanceof LinkTree link ? link.getReference().getSignature() : part.toString();
    }
}
