package dev.plimsoll.advice;

import dev.plimsoll.advice.PackageRun.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A package should be installed in a version that is named.
 *
 * <p>Found is a RUN that installs packages by name alone. What is removed again before it ends is not, nor is what a lock
 * file, a requirements file or a constraint decides, a file or address, or a name that only the build knows.
 */
final class UnpinnedPackages implements AdviceCheck {

    static final AdviceDescription DESCRIPTION = new AdviceDescription(
            "unpinned-packages",
            "Packages are installed without a version.",
            "The same Dockerfile makes another image next week. A build that worked fails, or worse, works differently; and "
                    + "from two images nobody can tell what changed between them.",
            """
            RUN apk add --no-cache nginx
            RUN npm install express
            """,
            """
            RUN apk add --no-cache nginx=1.26.2-r0
            COPY package.json package-lock.json ./
            RUN npm ci --omit=dev
            """,
            "When the base is pinned by digest and rebuilt often, so that the distribution's newest is what you want. Debian "
                    + "deletes old versions from its mirrors, which makes pins there break: pin the snapshot instead, or let "
                    + "this advice be disabled.");

    private static final int MOST_NAMES = 3;
    private static final Pattern FILE = Pattern.compile(".{1,200}\\.(?:deb|rpm|apk|whl|tgz|zip|gem|tar\\.gz)");
    private static final Pattern RPM_VERSION = Pattern.compile(".{1,100}(?:-[0-9].{0,100}|=.{1,100})");

    /** With these options a file says the versions. */
    private static final Set<String> DECIDED = Set.of("-c", "--constraint", "--require-hashes", "-e", "--editable");

    @Override
    public AdviceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Advice> examine(BuiltImage image) {
        List<Advice> found = new ArrayList<>();
        image.ownRuns().forEach(run -> {
            List<String> unpinned = unpinned(run);
            if (!unpinned.isEmpty()) {
                found.add(advice(run, unpinned));
            }
        });
        return found;
    }

    private Advice advice(PackageRun run, List<String> unpinned) {
        return Advice.about(
                run.step(),
                this,
                "installs %s without a version".formatted(Tools.some(unpinned, MOST_NAMES)),
                "pin versions, or use a lock file");
    }

    private static List<String> unpinned(PackageRun run) {
        return run.kept().stream()
                .filter(kept -> !isPinned(kept))
                .map(Kept::written)
                .distinct()
                .toList();
    }

    private static boolean isPinned(Kept kept) {
        String written = kept.written();
        return written.isEmpty()
                || written.length() > 200
                || !Character.isLetterOrDigit(written.charAt(0)) && !written.startsWith("@")
                || "$*\\`{(".chars().anyMatch(c -> written.indexOf(c) >= 0)
                || isFileOrAddress(kept)
                || DECIDED.stream().anyMatch(kept.by()::has)
                || hasVersion(kept);
    }

    private static boolean isFileOrAddress(Kept kept) {
        String written = kept.written();
        boolean scoped = written.startsWith("@") && written.indexOf('/') == written.lastIndexOf('/');
        return written.contains("://") || FILE.matcher(written).matches() || written.contains("/") && !scoped;
    }

    private static boolean hasVersion(Kept kept) {
        String written = kept.written();
        return switch (kept.by().manager()) {
            case APT -> written.contains("=");
            case APK -> "=<>~".chars().anyMatch(c -> written.indexOf(c) > 0);
            case YUM, ZYPPER -> RPM_VERSION.matcher(written).matches() || written.startsWith("@");
            case PIP -> "=<>~!".chars().anyMatch(c -> written.indexOf(c) > 0);
            case NPM, YARN, PNPM -> written.indexOf('@', 1) > 0 && !written.endsWith("@latest");
            case GEM ->
                written.contains(":")
                        || kept.by().valueOf("-v").isPresent()
                        || kept.by().valueOf("--version").isPresent();
        };
    }
}
