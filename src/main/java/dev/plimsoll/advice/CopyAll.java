package dev.plimsoll.advice;

import java.util.List;

/**
 * Only what an image needs should be copied into it.
 *
 * <p>Found is a {@code COPY} or {@code ADD} of the whole build context. Copies from another stage are not, where the
 * history tells them apart: BuildKit leaves out {@code --from}, but such a copy rarely has the source {@code .}.
 */
final class CopyAll implements AdviceCheck {

    static final AdviceDescription DESCRIPTION = new AdviceDescription(
            "copy-all",
            "The whole build context is copied into the image.",
            "With it come the history in `.git`, tests, local builds, `node_modules` of another platform, and sooner or later "
                    + "a file with a password. Any change of any file makes a new layer.",
            """
            COPY . .
            """,
            """
            COPY package*.json ./
            COPY src ./src
            """,
            "When a `.dockerignore` that lists what is allowed (`*` first, then `!src`) keeps all else out: it cannot be seen "
                    + "from the image. Compare the layer's size with what you expect.");

    @Override
    public AdviceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Advice> examine(BuiltImage image) {
        return image.ownSteps().stream()
                .filter(ContextCopies::isOne)
                .map(step -> Advice.about(
                        step, this, "copies the whole build context", "copy what is needed; keep a .dockerignore"))
                .toList();
    }
}
