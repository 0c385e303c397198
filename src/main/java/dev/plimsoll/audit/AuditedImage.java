package dev.plimsoll.audit;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.inspection.ImageFacts;
import dev.plimsoll.policy.ValidationAction;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image that is in use.
 *
 * @param references its names, normalised and in order, never none; a few if it has many
 * @param digest what they stand for
 * @param size compressed; of several platforms the largest
 * @param layers of that platform
 * @param platforms that were looked at, in order; none if the image does not say what it is for
 * @param base what it is built on, by its name; empty if that is not known
 * @param root whether some container runs it as root
 * @param mutable whether one of its names has no tag, or {@code latest}
 * @param findings by check, the strongest that follows for anybody who brings it; advice is under its own id
 * @param namespaces that it is used in, in order
 * @param owners the first of those who bring it
 * @param moreOwners how many there are besides
 * @param facts what it is made of, for each platform; empty if that is not kept
 */
public record AuditedImage(
        List<String> references,
        String digest,
        DataSize size,
        int layers,
        List<String> platforms,
        String base,
        boolean root,
        boolean mutable,
        Map<String, ValidationAction> findings,
        List<String> namespaces,
        List<Owner> owners,
        int moreOwners,
        List<ImageFacts> facts) {

    public AuditedImage {
        references = List.copyOf(references);
        platforms = List.copyOf(platforms);
        findings = Map.copyOf(findings);
        namespaces = List.copyOf(namespaces);
        owners = List.copyOf(owners);
        facts = List.copyOf(facts);
    }

    /** One of its names. */
    public String reference() {
        return references.get(0);
    }

    /** The strongest that follows from anything; empty if nothing was found. */
    public Optional<ValidationAction> worst() {
        return findings.values().stream().max(Comparator.naturalOrder());
    }
}
