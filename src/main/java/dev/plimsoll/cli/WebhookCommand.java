package dev.plimsoll.cli;

import dev.plimsoll.cli.WebhookCall.Answer;
import dev.plimsoll.kubernetes.WebhookRegistration;
import dev.plimsoll.kubernetes.WebhookRegistration.Webhook;
import dev.plimsoll.kubernetes.WebhookRegistrationException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code plimsoll webhook}: what the API server knows of the webhook. The chart's test and its uninstalling call it. */
@Command(
        name = "webhook",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        synopsisHeading = "%nUsage: ",
        header = "Test or remove the registration of a webhook with the API server.",
        description = {
            "",
            "A registration is a ValidatingWebhookConfiguration, by its name. The API server is that of the pod or of "
                    + "the kubeconfig.",
        },
        synopsisSubcommandLabel = "test|remove",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExit status:%n",
        footer = {
            "  0  done; with test: every webhook answered",
            "  1  test: one did not",
            "  2  could not run: no such registration, no API server, no right to it",
        })
final class WebhookCommand {

    private static final String NAME = "ValidatingWebhookConfiguration, the name of the release unless it was chosen.";

    private final Terminal terminal;
    private final Duration settlingTime;

    /** @param settlingTime what API servers need to hear that a registration is gone */
    WebhookCommand(Terminal terminal, Duration settlingTime) {
        this.terminal = terminal;
        this.settlingTime = settlingTime;
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            versionProvider = BuildVersion.class,
            synopsisHeading = "%nUsage: ",
            header = "Call a webhook as the API server does, by what its registration says.",
            description = {
                "",
                "Posts the review of a pod that is not there to the registered address, trusts only the registered "
                        + "authorities, and waits no longer than the API server would.",
            },
            parameterListHeading = "%n",
            optionListHeading = "%nOptions:%n")
    int test(@Parameters(paramLabel = "NAME", description = NAME) String name) throws InterruptedException {
        Optional<List<Webhook>> webhooks = asking(() -> new WebhookRegistration(name).webhooks());
        boolean allAnswered = true;
        for (Webhook webhook : webhooks.orElseThrow(
                () -> new CouldNotRunException("there is no ValidatingWebhookConfiguration " + name))) {
            allAnswered &= answers(webhook);
        }
        return allAnswered ? ExitStatus.OK : ExitStatus.NOT_PASSED;
    }

    private boolean answers(Webhook webhook) throws InterruptedException {
        String where = "%s at %s".formatted(webhook.name(), webhook.address());
        try {
            Answer answer = new WebhookCall(webhook).make();
            terminal.out()
                    .printf(
                            "%s: %s after %d ms, mode %s, verdict %s%n",
                            where,
                            terminal.green("answered"),
                            answer.took().toMillis(),
                            answer.mode(),
                            answer.verdict());
            return true;
        } catch (IOException e) {
            terminal.err().printf("%s: %s: %s%n", where, terminal.red("no answer"), e.getMessage());
            return false;
        }
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            versionProvider = BuildVersion.class,
            synopsisHeading = "%nUsage: ",
            header = "Remove a registration, so that the webhook is not called any more.",
            description = {"", "Nothing is judged from then on, and nothing waits for a webhook that is going away."},
            parameterListHeading = "%n",
            optionListHeading = "%nOptions:%n")
    int remove(@Parameters(paramLabel = "NAME", description = NAME) String name) throws InterruptedException {
        boolean removed = asking(() -> new WebhookRegistration(name).remove());
        if (removed) {
            Thread.sleep(settlingTime.toMillis());
        }
        terminal.out()
                .printf(
                        removed
                                ? "removed ValidatingWebhookConfiguration %s%n"
                                : "there was no ValidatingWebhookConfiguration %s%n",
                        name);
        return ExitStatus.OK;
    }

    private static <T> T asking(Supplier<T> question) {
        try {
            return QuietLogging.during(question);
        } catch (WebhookRegistrationException e) {
            throw new CouldNotRunException(String.valueOf(e.getMessage()));
        }
    }
}
