package dev.plimsoll;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * One interface of settings, as its source has it.
 *
 * @param meaning in Markdown, on one line
 */
public record DocumentedSettings(String prefix, String meaning, List<Key> keys) {

    /**
     * One setting.
     *
     * @param fallback what holds if it is not set; empty if nothing does
     * @param meaning in Markdown, on one line
     */
    public record Key(String name, String type, String fallback, String meaning) {

        /** By which the setting is found in the environment. */
        public String environmentVariable() {
            return StringUtil.replaceNonAlphanumericByUnderscores(name.replace("<host>", "HOST"))
                    .toUpperCase(Locale.ROOT)
                    .replace("__HOST__", "__<HOST>__");
        }
    }

    private static final Path SOURCES = Path.of(System.getProperty("basedir", ""), "src/main/java");
    private static final Pattern CODE = Pattern.compile("\\{@(?:code|literal)\\s+((?:[^{}]|\\{[^{}]*})*)}");
    private static final Pattern LINK = Pattern.compile("\\{@link\\s+\\w*#?(\\w+)[^}]*}");
    private static final Pattern TAGS = Pattern.compile("</?\\w+>");

    /** All of them, by their prefixes. */
    public static List<DocumentedSettings> all() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(DocumentedSettings::holdsSettings)
                    .map(Source::read)
                    .flatMap(Source::settings)
                    .sorted(Comparator.comparing(DocumentedSettings::prefix))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holdsSettings(Path file) {
        try {
            return file.toString().endsWith(".java") && Files.readString(file).contains("@ConfigMapping(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One file, parsed. */
    private record Source(CompilationUnitTree unit, DocTrees docs) {

        static Source read(Path file) {
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
                JavacTask task = (JavacTask) compiler.getTask(
                        null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(file));
                return new Source(task.parse().iterator().next(), DocTrees.instance(task));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Stream<DocumentedSettings> settings() {
            return unit.getTypeDecls().stream()
                    .map(ClassTree.class::cast)
                    .flatMap(type -> annotation(type.getModifiers(), "ConfigMapping").stream()
                            .map(prefix -> new DocumentedSettings(
                                    prefix,
                                    meaning(type),
                                    keys(type, type, prefix + ".").toList())));
        }

        /** The keys of an interface, and of those that it has its groups from. */
        private Stream<Key> keys(ClassTree outer, ClassTree type, String prefix) {
            List<Key> own = new ArrayList<>();
            List<Key> ofGroups = new ArrayList<>();
            for (Tree member : type.getMembers()) {
                if (member instanceof MethodTree method) {
                    Optional<ClassTree> group = group(outer, method);
                    group.ifPresentOrElse(
                            nested -> keys(outer, nested, prefix + groupName(method))
                                    .forEach(ofGroups::add),
                            () -> own.add(key(method, prefix)));
                }
            }
            return Stream.concat(own.stream(), ofGroups.stream());
        }

        private static Optional<ClassTree> group(ClassTree outer, MethodTree method) {
            String type = method.getReturnType().toString();
            return outer.getMembers().stream()
                    .filter(ClassTree.class::isInstance)
                    .map(ClassTree.class::cast)
                    .filter(nested -> type.equals(nested.getSimpleName().toString())
                            || type.equals("Map<String, %s>".formatted(nested.getSimpleName())))
                    .findFirst();
        }

        private static String groupName(MethodTree method) {
            String name = StringUtil.skewer(method.getName().toString());
            return method.getReturnType().toString().startsWith("Map<") ? name + ".\"<host>\"." : name + ".";
        }

        private Key key(MethodTree method, String prefix) {
            return new Key(
                    prefix + StringUtil.skewer(method.getName().toString()),
                    type(method.getReturnType().toString()),
                    annotation(method.getModifiers(), "WithDefault").orElse(""),
                    meaning(method));
        }

        private static String type(String java) {
            return switch (java.replaceFirst("^Optional<(.*)>$", "$1")) {
                case "Duration" -> "duration";
                case "DataSize" -> "size";
                case "int", "long", "double" -> "number";
                case "boolean", "Boolean" -> "`true` or `false`";
                case "Path" -> "file";
                case "URI" -> "address";
                case "String" -> "text";
                case "Set<String>", "List<String>" -> "list";
                case "Mode" -> "`audit` or `enforce`";
                case "CertificateMode" -> "`provided`, `certManager` or `selfManaged`";
                case "ReportTarget" -> "`openreports`, `wgpolicyk8s` or `off`";
                case "ClusterWatch" -> "`auto`, `on` or `off`";
                default -> throw new IllegalArgumentException("settings of type %s have no name yet".formatted(java));
            };
        }

        private static Optional<String> annotation(ModifiersTree modifiers, String name) {
            return modifiers.getAnnotations().stream()
                    .filter(annotation ->
                            annotation.getAnnotationType().toString().equals(name))
                    .map(Source::value)
                    .findFirst();
        }

        private static String value(AnnotationTree annotation) {
            ExpressionTree argument = annotation.getArguments().get(0);
            ExpressionTree value = argument instanceof AssignmentTree named ? named.getExpression() : argument;
            return String.valueOf(((LiteralTree) value).getValue());
        }

        private String meaning(Tree tree) {
            String javadoc = docs.getDocComment(TreePath.getPath(unit, tree));
            return javadoc == null ? "" : markdown(javadoc);
        }
    }

    private static String markdown(String javadoc) {
        String oneLine = javadoc.strip().replaceAll("\\s+", " ").replaceAll(" @\\w+ .*", "");
        String withCode = CODE.matcher(oneLine).replaceAll("`$1`");
        return TAGS.matcher(LINK.matcher(withCode).replaceAll("`$1`")).replaceAll("");
    }
}
