package dev.plimsoll.policy.check;

import dev.plimsoll.image.ImageReference;
import dev.plimsoll.policy.CheckDescription;
import dev.plimsoll.policy.CheckDescription.Parameter;
import dev.plimsoll.policy.ContainerCheck;
import dev.plimsoll.policy.ContainerSubject;
import dev.plimsoll.policy.Glob;
import dev.plimsoll.policy.Inspections;
import dev.plimsoll.policy.MessageText;
import dev.plimsoll.policy.Violation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image must be named so that it stays the same image.
 *
 * <p>Judged is what is written. A digest decides, whatever tag stands beside it, so it always passes. No tag, the tag
 * {@code latest} and every tag that matches one of the globs are found; with {@code requireDigest}, so is every other
 * tag. {@code registry:5000/app} has a port and no tag. Image volumes are judged like containers.
 *
 * @param tags globs; {@code *} stands for any characters
 * @param requireDigest whether nothing but a digest will do
 * @see <a href="https://kubernetes.io/docs/concepts/containers/images/#image-names">Image names</a>
 */
public record MutableTag(List<String> tags, boolean requireDigest) implements ContainerCheck {

    public static final CheckDescription DESCRIPTION = new CheckDescription(
            "mutable-tag",
            "The image has no tag, the tag `latest`, or another tag that is known to move, and no digest pins it.",
            "What such a name stands for changes without the manifest changing: two replicas of one Deployment can run "
                    + "different code, a restart can be a release, and a rollback brings nothing back.",
            "Write the version that you mean, or pin the image by digest (`name@sha256:…`). A tag beside a digest is fine: "
                    + "the digest decides.",
            List.of(
                    new Parameter(
                            "tags",
                            "[latest]",
                            "Tags that move, as globs: `[latest, stable, \"*-SNAPSHOT\"]`."
                                    + " No tag and `latest` are always among them."),
                    new Parameter("requireDigest", "false", "Whether every image must be pinned by digest.")));

    private static final String LATEST = "latest";

    /** A tag's characters, and the wildcard. */
    private static final Pattern TAG_GLOB = Pattern.compile("[A-Za-z0-9_.*-]{1,128}");

    public MutableTag {
        tags = List.copyOf(tags);
        tags.stream()
                .filter(tag -> !TAG_GLOB.matcher(tag).matches())
                .findFirst()
                .ifPresent(tag -> {
                    throw new IllegalArgumentException(
                            "\"%s\" can match no tag: a tag has 1 to 128 letters, digits, dots, dashes and underscores, here also *"
                                    .formatted(MessageText.line(tag, 40)));
                });
    }

    @Override
    public String id() {
        return DESCRIPTION.id();
    }

    @Override
    public boolean needsImage(ContainerSubject subject) {
        return false;
    }

    @Override
    public List<Violation> check(ContainerSubject subject, Inspections inspections) {
        return subject.container()
                .reference()
                .flatMap(reference -> judge(subject, reference))
                .map(List::of)
                .orElse(List.of());
    }

    private Optional<Violation> judge(ContainerSubject subject, ImageReference reference) {
        if (reference.digest().isPresent()) {
            return Optional.empty();
        }
        if (reference.tag().isEmpty()) {
            return Optional.of(new Violation(subject.image() + " has no tag, so it means latest", remedy()));
        }
        if (moves(reference.effectiveTag())) {
            return Optional.of(new Violation(subject.image() + " has a tag that moves", remedy()));
        }
        return requireDigest
                ? Optional.of(new Violation(subject.image() + " is not pinned by a digest", remedy()))
                : Optional.empty();
    }

    private boolean moves(String tag) {
        if (tag.equals(LATEST)) {
            return true;
        }
        for (String glob : tags) {
            if (Glob.matches(glob, tag)) {
                return true;
            }
        }
        return false;
    }

    private String remedy() {
        return requireDigest ? "add its digest (@sha256:…)" : "pin a version or a digest";
    }
}
