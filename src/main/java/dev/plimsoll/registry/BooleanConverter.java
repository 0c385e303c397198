package dev.plimsoll.registry;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads {@code true} or {@code false} and nothing else: a slip of the pen must not switch a protection off. */
public final class BooleanConverter implements Converter<Boolean> {

    private static final long serialVersionUID = 1L;

    @Override
    public Boolean convert(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("\"%s\" is neither true nor false".formatted(text));
        };
    }
}
