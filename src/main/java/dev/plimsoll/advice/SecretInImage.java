package dev.plimsoll.advice;

import dev.plimsoll.dockerfile.BuildStep;
import dev.plimsoll.dockerfile.Instruction.Run;
import dev.plimsoll.dockerfile.Instruction.Setting;
import dev.plimsoll.dockerfile.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * No credential may be written down in an image.
 *
 * <p>Found is an ENV, ARG or LABEL, or a build argument of a RUN, whose name says credential and whose value can be one;
 * and a token of a known form in any instruction. The value is never shown.
 */
final class SecretInImage implements AdviceCheck {

    static final AdviceDescription DESCRIPTION = new AdviceDescription(
            "secret-in-image",
            "A credential is written down in the image's history.",
            "Whoever can pull the image can read it, and so can every tool that lists an image's history. To delete the "
                    + "variable or the file in a later step does not help.",
            """
            ENV NPM_TOKEN=harbour-0123456789
            RUN echo "//npm.corp/:_authToken=${NPM_TOKEN}" > .npmrc && npm ci && rm .npmrc
            """,
            """
            RUN --mount=type=secret,id=npmrc,target=/app/.npmrc npm ci
            """,
            "When the value is none: a name of a secret, a default for local development. Rename the variable, so that "
                    + "nobody has to wonder.");

    private static final String REMEDY = "use a build secret (--mount=type=secret) and rotate this one";

    @Override
    public AdviceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Advice> examine(BuiltImage image) {
        return image.ownSteps().stream()
                .flatMap(step -> found(step).map(what -> Advice.about(step, this, "holds " + what, REMEDY)).stream())
                .toList();
    }

    private static Optional<String> found(BuildStep step) {
        Optional<String> named = Optional.empty();
        if (step.instruction() instanceof Setting setting) {
            named = credentialIn(setting.values());
        } else if (step.instruction() instanceof Run run) {
            named = credentialIn(run.arguments());
        }
        return named.or(() -> tokenIn(step));
    }

    private static Optional<String> credentialIn(Map<String, String> values) {
        return values.entrySet().stream()
                .filter(value -> Secrets.isCredential(value.getKey(), value.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .map(name -> "the value of " + name);
    }

    private static Optional<String> tokenIn(BuildStep step) {
        Optional<String> form = Secrets.formIn(step.instruction().text());
        if (form.isEmpty() && step.instruction() instanceof Run run) {
            form = Secrets.formIn(String.join("\n", run.arguments().values()));
        }
        return form.map(it -> "a " + it);
    }
}
