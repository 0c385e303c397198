package dev.plimsoll.evaluation;

import dev.plimsoll.image.Credentials;
import dev.plimsoll.workload.Workload;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds the credentials that a workload's images are pulled with. */
@FunctionalInterface
public interface PullCredentials {

    /**
     * What was found.
     *
     * @param missing what there should have been besides, each in words such as "pull secret shop/regcred does not exist";
     *     holds no secret
     */
    record Found(Credentials credentials, List<String> missing) {

        /** Neither credentials, nor any that there should have been. */
        public static final Found NOTHING = new Found(Credentials.NONE, List.of());

        public Found {
            missing = List.copyOf(missing);
        }
    }

    /** No workload has any of its own. */
    PullCredentials NONE = workload -> CompletableFuture.completedFuture(Found.NOTHING);

    /** Returns at once; what is known already is answered by a completed stage, and what cannot be found is no failure. */
    CompletionStage<Found> of(Workload workload);
}
