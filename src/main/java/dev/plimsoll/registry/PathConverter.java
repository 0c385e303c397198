package dev.plimsoll.registry;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Reads the path of a file. */
public final class PathConverter implements Converter<Path> {

    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Path convert(String text) {
        if (text.isEmpty()) {
            return null; // which is how a converter says that nothing is set
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"%s\" is not the path of a file".formatted(text), e);
        }
    }
}
