package dev.plimsoll.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a file says.
 *
 * @param name as messages call it
 * @param text empty if it could not be read
 * @param unreadable why it could not be read
 */
record SourceFile(String name, String text, Optional<String> unreadable) {

    /** Several times what the largest manifests of real projects have. */
    static final int LARGEST_BYTES = 16 << 20;

    static SourceFile read(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            return read(file.toString(), bytes);
        } catch (NoSuchFileException e) {
            return unreadable(file.toString(), "does not exist");
        } catch (IOException e) {
            return unreadable(file.toString(), "cannot be read");
        }
    }

    /** Reads to the end, but never more than the largest size; does not close the stream. */
    static SourceFile read(String name, InputStream input) {
        try {
            byte[] bytes = input.readNBytes(LARGEST_BYTES + 1);
            return bytes.length > LARGEST_BYTES
                    ? unreadable(name, "is larger than " + (LARGEST_BYTES >> 20) + " MiB")
                    : new SourceFile(name, decode(bytes), Optional.empty());
        } catch (CharacterCodingException e) {
            return unreadable(name, "is not UTF-8 text");
        } catch (IOException e) {
            return unreadable(name, "cannot be read");
        }
    }

    static SourceFile unreadable(String name, String why) {
        return new SourceFile(name, "", Optional.of(why));
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
