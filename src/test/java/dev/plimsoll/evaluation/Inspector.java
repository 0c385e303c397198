package dev.plimsoll.evaluation;

import dev.plimsoll.image.Credentials;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.Known;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers what a test tells it to, and remembers what it was asked for. */
final class Inspector implements ImageInspector {

    private final Map<ImageReference, CompletableFuture<Inspection>> answers = new HashMap<>();
    final List<ImageReference> asked = new ArrayList<>();
    final List<Set<Platform>> askedFor = new ArrayList<>();

    static Inspector knowing(String reference, ImageBuilder image) {
        return new Inspector().and(reference, image);
    }

    Inspector and(String reference, ImageBuilder image) {
        Inspection inspection = Known.image(reference, image)
                .inspections()
                .of(ImageReference.parse(reference))
                .orElseThrow();
        return answering(reference, CompletableFuture.completedFuture(inspection));
    }

    Inspector failing(String reference, Reason reason) {
        return answering(
                reference, CompletableFuture.failedFuture(new InspectionException(reason, "the registry said so")));
    }

    Inspector answering(String reference, CompletableFuture<Inspection> answer) {
        answers.put(ImageReference.parse(reference), answer);
        return this;
    }

    @Override
    public CompletionStage<Inspection> inspect(
            ImageReference reference, Set<Platform> platforms, Credentials credentials) {
        asked.add(reference);
        askedFor.add(platforms);
        return answers.getOrDefault(
                reference, CompletableFuture.failedFuture(new InspectionException(Reason.NOT_FOUND, "no such image")));
    }
}
