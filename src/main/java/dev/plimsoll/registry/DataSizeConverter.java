package dev.plimsoll.registry;

import dev.plimsoll.image.DataSize;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a Kubernetes quantity, {@code 64Mi}. */
public final class DataSizeConverter implements Converter<DataSize> {

    private static final long serialVersionUID = 1L;

    @Override
    public DataSize convert(String quantity) {
        return DataSize.parse(quantity);
    }
}
