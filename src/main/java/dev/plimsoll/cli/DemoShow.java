package dev.plimsoll.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.cli.demo.Act;
import dev.plimsoll.cli.demo.KubectlOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the demo prints. */
final class DemoShow {

    private final Terminal terminal;

    DemoShow(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Starting takes a moment in which nothing else is to be seen. */
    void open() {
        out().println("A sample registry and the webhook, on loopback. The policy: images are at most 200 MiB");
        out().println("(compressed) and have a tag that stays, or are denied; root is warned about.");
        out().println();
        out().flush();
    }

    /** Applies one manifest after the other. */
    void play(List<Act> acts, DemoServer webhook) throws IOException, InterruptedException {
        List<KubectlOutput> outputs = new ArrayList<>();
        for (Act act : acts) {
            outputs.add(play(act, webhook));
        }
        out().println(summary(outputs));
        out().flush();
    }

    private KubectlOutput play(Act act, DemoServer webhook) throws IOException, InterruptedException {
        out().println(terminal.faint("# " + act.title()));
        out().println(terminal.bold("$ kubectl apply -f " + act.file()));
        KubectlOutput output = KubectlOutput.of(act, webhook.client().review(act.review()));
        output.warnings().forEach(warning -> out().println(terminal.yellow(warning)));
        out().println(output.denied() ? terminal.red(output.outcome()) : terminal.green(output.outcome()));
        out().println();
        out().flush();
        return output;
    }

    private static String summary(List<KubectlOutput> outputs) {
        long denied = outputs.stream().filter(KubectlOutput::denied).count();
        long warned = outputs.stream()
                .filter(output -> !output.denied() && !output.warnings().isEmpty())
                .count();
        return "%d workloads: %d denied, %d admitted with a warning, %d admitted"
                .formatted(outputs.size(), denied, warned, outputs.size() - denied - warned);
    }

    /** Says how to go on by hand. */
    void invite(Act example, DemoServer webhook) throws IOException {
        Path review = DemoServer.temporary(webhook.folder(), "review.json");
        JsonNode content = example.review();
        Files.writeString(review, content.toPrettyString());
        out().println();
        out().println("The webhook goes on serving until you press Ctrl-C. Send it a review yourself:");
        out().println();
        out().printf(
                        "  curl -sS --cacert %s -H 'Content-Type: application/json' --data-binary @%s '%s'%n",
                        webhook.authorityFile(), review, webhook.address().resolve("/validate?timeout=5s"));
        out().println();
        out().printf("Health:  %s%n", webhook.management().resolve("/q/health"));
        out().printf("Metrics: %s%n", webhook.management().resolve("/q/metrics"));
        out().flush();
    }

    private PrintWriter out() {
        return terminal.out();
    }
}
