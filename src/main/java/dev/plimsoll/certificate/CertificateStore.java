package dev.plimsoll.certificate;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where replicas keep the certificates that they share. */
public interface CertificateStore {

    /**
     * What was found.
     *
     * @param data values in Base64 by their keys
     * @param version that changes with every write
     */
    record Stored(Map<String, String> data, String version) {}

    /** @throws RuntimeException if it cannot be asked now */
    Optional<Stored> read();

    /**
     * Replaces all of it.
     *
     * @param version that was read; null if there was nothing
     * @return false if somebody else wrote meanwhile: nothing is changed then
     * @throws RuntimeException if it cannot be asked now
     */
    boolean write(Map<String, String> data, @Nullable String version);
}
