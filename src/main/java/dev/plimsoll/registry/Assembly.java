package dev.plimsoll.registry;

import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.Platform;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Puts one inspection together from a reference's manifest, what it names, and what that names. */
final class Assembly {

    /** An index may name another one; that one may not. */
    private static final int DEEPEST_INDEX = 2;

    /** Entries of an index that do not say their platform are looked into, but only so many. */
    private static final int MOST_UNSTATED = 4;

    /** What was found at some place of an index. */
    private record Found(List<Image> images, Set<Platform> offered) {

        static final Found NOTHING = new Found(List.of(), Set.of());

        static Found of(Image image) {
            return new Found(List.of(image), image.platform().map(Set::of).orElseGet(Set::of));
        }

        static Found of(List<Found> parts, Set<Platform> offered) {
            Map<Object, Image> images = new LinkedHashMap<>();
            parts.forEach(part -> part.images.forEach(image -> images.putIfAbsent(identity(image), image)));
            Set<Platform> platforms = new LinkedHashSet<>(offered);
            parts.forEach(part -> platforms.addAll(part.offered));
            return new Found(List.copyOf(images.values()), platforms);
        }

        /** The digest determines the rest; comparing whole images would read their history at every look. */
        private static Object identity(Image image) {
            return Map.entry(image.digest(), image.platform());
        }

        /** Without the images that run on none of these nodes. */
        Found runningOn(Set<Platform> nodes) {
            List<Image> running = images.stream()
                    .filter(image -> nodes.stream().anyMatch(node -> image.platform()
                            .filter(platform -> PlatformChoice.runs(node, platform))
                            .isPresent()))
                    .toList();
            return new Found(running, offered);
        }
    }

    private final Documents documents;
    private final Access access;
    private final Digest root;

    /** @param root what the reference stands for */
    Assembly(Documents documents, Access access, Digest root) {
        this.documents = documents;
        this.access = access;
        this.root = root;
    }

    CompletableFuture<Inspection> of(Manifest manifest, Set<Platform> nodes) {
        return found(root, Optional.empty(), manifest, nodes, 0)
                .thenApply(found -> new Inspection(root, found.images, found.offered));
    }

    private CompletableFuture<Found> found(
            Digest digest, Optional<Platform> stated, Manifest manifest, Set<Platform> nodes, int depth) {
        if (manifest instanceof Manifest.OfImage single) {
            return image(digest, stated, single).thenApply(Found::of);
        }
        return depth < DEEPEST_INDEX
                ? among(((Manifest.Index) manifest).manifests(), nodes, depth + 1)
                : CompletableFuture.failedFuture(Failures.unsupported("the index of %s is nested over %d deep"
                        .formatted(access.repository().at(root), DEEPEST_INDEX)));
    }

    private CompletableFuture<Image> image(Digest digest, Optional<Platform> stated, Manifest.OfImage manifest) {
        return documents
                .config(access, manifest.config())
                .thenApply(config -> new Image(
                        digest, stated.or(config::platform), manifest.layers(), config, manifest.annotations()));
    }

    private CompletableFuture<Found> among(List<Descriptor> entries, Set<Platform> nodes, int depth) {
        Map<Descriptor, Set<Platform>> chosen = new LinkedHashMap<>();
        Set<Platform> unserved = new LinkedHashSet<>();
        for (Platform node : nodes) {
            PlatformChoice.choose(node, entries)
                    .ifPresentOrElse(
                            entry -> chosen.computeIfAbsent(entry, e -> new LinkedHashSet<>())
                                    .add(node),
                            () -> unserved.add(node));
        }
        List<CompletableFuture<Found>> parts = new ArrayList<>();
        chosen.forEach((entry, served) -> parts.add(at(entry, served, depth)));
        if (!unserved.isEmpty()) {
            parts.addAll(inUnstated(entries, unserved, depth));
        }
        return joined(parts).thenApply(found -> Found.of(found, offered(entries)));
    }

    private CompletableFuture<Found> at(Descriptor entry, Set<Platform> nodes, int depth) {
        return documents
                .manifest(access, entry)
                .thenCompose(manifest -> found(entry.digest(), entry.platform(), manifest, nodes, depth));
    }

    /** What the entries turn out to be that do not say for which platform they are. */
    private List<CompletableFuture<Found>> inUnstated(List<Descriptor> entries, Set<Platform> nodes, int depth) {
        return entries.stream()
                .filter(entry -> entry.platform().isEmpty())
                .limit(MOST_UNSTATED)
                .map(entry -> at(entry, nodes, depth)
                        .thenApply(found -> found.runningOn(nodes))
                        .exceptionallyCompose(Assembly::nothingIfNoImage))
                .toList();
    }

    /** Beside images an index may hold what is none, such as signatures. */
    private static CompletableFuture<Found> nothingIfNoImage(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof InspectionException e && e.reason() == InspectionException.Reason.UNSUPPORTED
                ? CompletableFuture.completedFuture(Found.NOTHING)
                : CompletableFuture.failedFuture(cause);
    }

    private static Set<Platform> offered(List<Descriptor> entries) {
        Set<Platform> offered = new LinkedHashSet<>();
        entries.forEach(entry -> entry.platform().ifPresent(offered::add));
        offered.removeIf(Platform::isUnknown);
        return offered;
    }

    private static <T> CompletableFuture<List<T>> joined(Collection<CompletableFuture<T>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(done -> parts.stream().map(CompletableFuture::join).toList());
    }
}
