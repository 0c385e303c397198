package dev.plimsoll.policy.check;

import dev.plimsoll.image.DataSize;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** How a size is told beside the limit that it exceeds. */
final class Sizes {

    private static final int MOST_DECIMALS = 3;

    private Sizes() {}

    /** {@code 353 MiB compressed, over 200 MiB}. */
    static String over(DataSize size, DataSize limit) {
        return "%s compressed, over %s".formatted(beside(limit, size), limit);
    }

    /**
     * The size in words that never look like the limit's: 200.3 MiB beside 200 MiB, else in bytes. "200 MiB, over 200 MiB"
     * helps nobody.
     */
    static String beside(DataSize limit, DataSize size) {
        if (!size.toString().equals(limit.toString())) {
            return size.toString();
        }
        String unit = size.toString().split(" ")[1];
        for (int decimals = 1; decimals <= MOST_DECIMALS; decimals++) {
            BigDecimal precise = in(unit, size, decimals);
            if (precise.compareTo(in(unit, limit, decimals)) != 0) {
                return precise + " " + unit;
            }
        }
        return size.bytes() + " bytes";
    }

    private static BigDecimal in(String unit, DataSize size, int decimals) {
        DataSize one = DataSize.parse("1" + unit.replace("B", ""));
        return BigDecimal.valueOf(size.bytes()).divide(BigDecimal.valueOf(one.bytes()), decimals, RoundingMode.HALF_UP);
    }

    /** @throws IllegalArgumentException if nothing could ever be within the limit */
    static void requirePositive(DataSize max) {
        if (max.bytes() == 0) {
            throw new IllegalArgumentException("max must be more than 0");
        }
    }
}
