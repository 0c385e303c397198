package dev.plimsoll.registry;

import dev.plimsoll.image.Credential;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The ways in which somebody may see a repository, tried one after the other as the kubelet does when it pulls: with each
 * of their own credentials, then as anybody.
 *
 * <p>The kubelet goes on after any failure. Here only what depends on the credential is a reason to: registries that may
 * not show an image say that it may not be seen, or that there is none.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.33.0/pkg/kubelet/kuberuntime/kuberuntime_image.go">PullImage</a>
 */
record Attempts(List<Access> accesses) {

    /** More than anybody needs; every one can cost requests. */
    private static final int MOST = 10;

    static Attempts of(Repository repository, List<Credential> own) {
        if (own.isEmpty()) {
            return new Attempts(List.of(Access.ofAnybody(repository)));
        }
        List<Access> accesses = new ArrayList<>();
        own.stream()
                .distinct()
                .limit(MOST)
                .map(credential -> new Access(repository, Optional.of(credential)))
                .forEach(accesses::add);
        accesses.add(Access.ofAnybody(repository));
        return new Attempts(List.copyOf(accesses));
    }

    /** The first answer that shows the image; else the failure that tells most. */
    CompletableFuture<Inspection> first(Function<Access, CompletableFuture<Inspection>> look) {
        CompletableFuture<Inspection> answer = look.apply(accesses.get(0));
        return accesses.size() == 1
                ? answer
                : answer.exceptionallyCompose(failure -> isOfCredential(failure)
                        ? new Attempts(accesses.subList(1, accesses.size()))
                                .first(look)
                                .exceptionallyCompose(later -> failed(failure, later))
                        : CompletableFuture.failedFuture(failure));
    }

    private static boolean isOfCredential(Throwable failure) {
        return hasReason(failure, Reason.UNAUTHORIZED) || hasReason(failure, Reason.NOT_FOUND);
    }

    /** That there is no image is believed if all are told so; of what can be mended, the first is what a pull meets first. */
    private static CompletableFuture<Inspection> failed(Throwable first, Throwable later) {
        boolean laterTellsMore =
                !isOfCredential(later) || hasReason(first, Reason.NOT_FOUND) && !hasReason(later, Reason.NOT_FOUND);
        return CompletableFuture.failedFuture(laterTellsMore ? later : first);
    }

    private static boolean hasReason(Throwable failure, Reason reason) {
        return Flights.unwrapped(failure) instanceof InspectionException known && known.reason() == reason;
    }
}
