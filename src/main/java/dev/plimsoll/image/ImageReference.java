package dev.plimsoll.image;

import java.util.Optional;

/**
 * The name of an image as a pod gives it, normalised as Docker and the kubelet do it: {@code nginx} is
 * {@code docker.io/library/nginx}. What was written is kept: {@code nginx} and {@code nginx:latest} stay different, and
 * a tag beside a digest is not lost.
 *
 * @param registry host and optional port, for example {@code docker.io} or {@code registry.corp:5000}
 * @param repository the path within the registry, for example {@code library/nginx}
 * @param tag as written; empty if none was
 * @param digest as written; if present, it decides
 * @see <a href="https://github.com/distribution/reference/blob/v0.6.0/reference.go">Grammar</a>
 * @see <a href="https://github.com/distribution/reference/blob/v0.6.0/normalize.go">Normalisation</a>
 */
public record ImageReference(String registry, String repository, Optional<String> tag, Optional<Digest> digest) {

    /** Docker Hub, under the one name that its aliases are normalised to. */
    public static final String DOCKER_HUB = "docker.io";

    /**
     * Reads a reference.
     *
     * <p>A host or port that the grammar allows need not exist: {@code [::::]}, {@code my_host} and port 99999 pass.
     *
     * @throws IllegalArgumentException if the text is no reference; the message says what is wrong with which part, in
     *     one line that is short and safe to print
     */
    public static ImageReference parse(String written) {
        return ReferenceParser.parse(written);
    }

    /** The tag that a registry is asked for: as written, else {@code latest}. */
    public String effectiveTag() {
        return tag.orElse("latest");
    }

    /** Registry and repository: {@code docker.io/library/nginx}. */
    public String name() {
        return registry + "/" + repository;
    }

    /** The same repository at the digest, without the tag. */
    public ImageReference inDigestForm(Digest digest) {
        return new ImageReference(registry, repository, Optional.empty(), Optional.of(digest));
    }

    /** The whole, normalised name, with tag and digest as they were written. */
    @Override
    public String toString() {
        return name()
                + tag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }
}
