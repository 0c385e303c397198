package dev.plimsoll.image;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An amount of bytes, never negative.
 *
 * @param bytes the amount; at most 2<sup>63</sup> - 1
 */
public record DataSize(long bytes) implements Comparable<DataSize> {

    public static final DataSize ZERO = new DataSize(0);

    /** Decimal SI, binary and exponent suffixes, as Kubernetes' quantities have them. */
    private static final Pattern QUANTITY = Pattern.compile(
            "[+-]?(\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE]([+-]?\\d{1,3})|(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E))?");

    private static final Map<String, BigDecimal> FACTORS = Map.ofEntries(
            Map.entry("n", new BigDecimal("1e-9")),
            Map.entry("u", new BigDecimal("1e-6")),
            Map.entry("m", new BigDecimal("1e-3")),
            Map.entry("k", new BigDecimal("1e3")),
            Map.entry("M", new BigDecimal("1e6")),
            Map.entry("G", new BigDecimal("1e9")),
            Map.entry("T", new BigDecimal("1e12")),
            Map.entry("P", new BigDecimal("1e15")),
            Map.entry("E", new BigDecimal("1e18")),
            Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
            Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
            Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
            Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
            Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
            Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

    private static final int LONGEST_QUANTITY = 64;
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");
    private static final int KIBI = 1024;
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative: " + bytes);
        }
    }

    /**
     * @param mebibytes 1 MiB is 2<sup>20</sup> bytes
     * @throws ArithmeticException if it is more than the largest size
     */
    public static DataSize ofMebibytes(long mebibytes) {
        return new DataSize(Math.multiplyExact(mebibytes, 1L << 20));
    }

    /**
     * Reads a Kubernetes quantity: {@code 500Mi}, {@code 1.5Gi}, {@code 200M}, {@code 1e9}, {@code 1024}. Fractions of a
     * byte are rounded up, and what exceeds the largest size is that size, as Kubernetes does it.
     *
     * @throws IllegalArgumentException if the text is no quantity or is negative
     * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Quantity</a>
     */
    public static DataSize parse(String quantity) {
        Matcher matcher = QUANTITY.matcher(quantity);
        if (quantity.length() > LONGEST_QUANTITY || !matcher.matches()) {
            throw new IllegalArgumentException(
                    "%s is not a quantity such as 500Mi or 1.5Gi".formatted(Excerpt.of(quantity)));
        }
        if (quantity.startsWith("-")) {
            throw new IllegalArgumentException("a size cannot be negative: " + quantity);
        }
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(factor(matcher.group(2), matcher.group(3)));
        return new DataSize(bytes.min(LARGEST).setScale(0, RoundingMode.CEILING).longValueExact());
    }

    private static BigDecimal factor(@Nullable String exponent, @Nullable String suffix) {
        if (exponent != null) {
            return BigDecimal.ONE.scaleByPowerOfTen(Integer.parseInt(exponent));
        }
        return suffix == null ? BigDecimal.ONE : FACTORS.get(suffix);
    }

    /** The sum; at most the largest size, so that adding up hostile numbers never overflows. */
    public DataSize plus(DataSize other) {
        long sum = bytes + other.bytes;
        return new DataSize(sum < 0 ? Long.MAX_VALUE : sum);
    }

    /** How much larger this is than the other; zero if it is not. */
    public DataSize minus(DataSize other) {
        return new DataSize(Math.max(0, bytes - other.bytes));
    }

    public boolean isOver(DataSize limit) {
        return bytes > limit.bytes;
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** For people, in binary units, with a decimal below ten: {@code 353 MiB}, {@code 7.2 MiB}, {@code 12 B}. */
    @Override
    public String toString() {
        if (bytes < KIBI) {
            return bytes + " B";
        }
        double amount = bytes;
        int unit = 0;
        while (Math.round(amount) >= KIBI) {
            amount /= KIBI;
            unit++;
        }
        return rounded(amount) + " " + UNITS.get(unit);
    }

    /** To one decimal below ten, where it matters, and to none above. */
    private static String rounded(double amount) {
        BigDecimal exact = new BigDecimal(amount);
        BigDecimal toTenths = exact.setScale(1, RoundingMode.HALF_UP);
        return (toTenths.compareTo(BigDecimal.TEN) < 0 ? toTenths : exact.setScale(0, RoundingMode.HALF_UP))
                .stripTrailingZeros()
                .toPlainString();
    }
}
