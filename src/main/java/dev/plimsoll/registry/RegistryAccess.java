package dev.plimsoll.registry;

import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.policy.Glob;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which registries may be asked at all, by their names.
 *
 * <p>A pattern is a host in which {@code *} stands for any characters; without a port it is for every port.
 *
 * @param allowed any, if this is empty
 * @param denied outranks what is allowed
 */
record RegistryAccess(List<String> allowed, List<String> denied) {

    private static final Pattern HOST_PATTERN =
            Pattern.compile("([a-z0-9*]([a-z0-9*.-]{0,251}[a-z0-9*])?|\\[[0-9a-f:*]{1,50}])(:[0-9*]{1,5})?");

    static RegistryAccess of(RegistrySettings settings) {
        return new RegistryAccess(
                patterns(settings.allowed(), Setting.of("allowed")), patterns(settings.denied(), Setting.of("denied")));
    }

    private static List<String> patterns(Optional<List<String>> written, Setting setting) {
        return written.orElse(List.of()).stream()
                .map(pattern -> setting.read(pattern.strip(), RegistryAccess::pattern))
                .toList();
    }

    private static String pattern(String written) {
        String normal = RegistryHosts.normal(written);
        if (!HOST_PATTERN.matcher(normal).matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is not a registry such as docker.io, registry.corp:5000 or *.corp".formatted(written));
        }
        return normal;
    }

    /** @throws InspectionException if the registry may not be asked */
    void require(String registry) {
        String name = RegistryHosts.normal(registry);
        if (isAny(denied, name)) {
            throw new InspectionException(Reason.REFUSED, "registry %s is denied by configuration".formatted(registry));
        }
        if (!allowed.isEmpty() && !isAny(allowed, name)) {
            throw new InspectionException(
                    Reason.REFUSED, "registry %s is not among those allowed by configuration".formatted(registry));
        }
    }

    private static boolean isAny(List<String> patterns, String name) {
        if (patterns.isEmpty()) {
            return false;
        }
        String host = name.replaceFirst(":\\d+$", "");
        return patterns.stream().anyMatch(pattern -> Glob.matches(pattern, name) || Glob.matches(pattern, host));
    }
}
