package dev.plimsoll.registry;

import java.net.URI;
import java.net.URISyntaxException;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Reads the address of a registry. */
public final class UriConverter implements Converter<URI> {

    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable URI convert(String text) {
        if (text.isEmpty()) {
            return null; // which is how a converter says that nothing is set
        }
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "\"%s\" is not an address such as https://mirror.corp:5000".formatted(text), e);
        }
    }
}
