package dev.plimsoll.dockerfile.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShellScriptTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("APP", "harbour", "TWO", "x y");

    static Stream<Arguments> scripts() {
        return Stream.of(
                script("a b c", "a b c"),
                script("a && b || c; d | e & f", "a", "b", "c", "d", "e", "f"),
                script("a\nb\r\nc", "a", "b", "c"),
                script("a \\\n b", "a b"),
                script("a 'b c' \"d e\" f\\ g", "a [b c] [d e] [f g]"),
                script("a '&&' \"; b\"", "a && [; b]"),
                script("a # b && c\nd", "a", "d"),
                script("a b#c", "a b#c"),
                script("(a; b) && { c; }", "a", "b", "c"),
                script("if a; then b; elif c; then d; else e; fi", "a", "b", "c", "d", "e"),
                script("while ! a; do b; done", "a", "b"),
                script("for x in a b; do c $x; done", "c $x"),
                script("case \"$x\" in a|b) c ;; (d) e;; *) f; g ;; esac; h", "c", "e", "f", "g", "h"),
                script("case x in a) case y in b) c;; esac;; d) e;; esac", "c", "e"),
                script("a > /b 2>&1 < c >> d", "a"),
                script("a 2>/dev/null b &> c d", "a b d"),
                script("cat <<EOF > /x\na && b\nEOF\nc", "cat", "c"),
                script("cat <<-'EOF'\n\ta\n\tEOF\nb", "cat", "b"),
                script("bash <<EOF\na && b\nEOF", "bash", "a", "b"),
                script("<<EOF\na && b\nEOF", "a", "b"),
                script("a <<< b c", "a c"),
                script("A=b c d", "c d"),
                script("A=b; c $A \"$A\" '${A}' ${A}", "c b b ${A} b"),
                script("P='x y'; c $P", "c x y"),
                script("P='x y'; c \"$P\"", "c [x y]"),
                script("export P=x; c $P", "c x"),
                script("c $APP/d ${APP} $TWO", "c harbour/d harbour x y"),
                script("c $NOTHING ${NOTHING:-d e}f", "c $NOTHING [${NOTHING:-d e}f]"),
                script("c $(d; e \")\") f", "c [$(d; e \")\")] f"),
                script("c `d; e` f", "c [`d; e`] f"),
                script("sudo -E -u root A=b c d", "c d"),
                script("env -i A=b c d", "c d"),
                script("sudo env A=b nice -n 5 c", "c"),
                script("xargs -n 1 c d < e", "c d"),
                script("timeout 5 c", "c"),
                script("su -c 'a && b' root", "a", "b"),
                script("bash -lc 'a && b'", "a", "b"),
                script("sh -c \"sh -c 'a; b'\"", "a", "b"),
                script("eval \"a; b\"", "a", "b"),
                script("/usr/bin/a b", "a b"),
                script("[ -z \"$x\" ] || a", "[ -z $x ]", "a"),
                script("f() { a; }", "f", "a"),
                script("a 'b && c", "a [b && c]"),
                script("a $(b && c", "a [$(b && c]"),
                script("", new String[0]),
                script(" ;; && ) fi", new String[0]));
    }

    private static Arguments script(String text, String... commands) {
        return Arguments.of(text, List.of(commands));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aScriptIsItsCommands(String text, List<String> commands) {
        assertThat(ShellScript.read(text, name -> Optional.ofNullable(ENVIRONMENT.get(name)))
                        .commands())
                .extracting(ShellScriptTest::shown)
                .isEqualTo(commands);
    }

    /** Words with blanks in brackets. */
    private static String shown(ShellCommand command) {
        StringBuilder shown = new StringBuilder(command.program());
        command.arguments().forEach(it -> shown.append(' ').append(it.contains(" ") ? "[" + it + "]" : it));
        return shown.toString();
    }
}
