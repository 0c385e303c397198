package dev.plimsoll.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * What part of the address space an address is of, as far as it matters for who may be asked to connect there.
 *
 * <p>An IPv6 address that stands for an IPv4 address, as translators and tunnels have it, is of that one's range.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry/">IPv4</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry/">IPv6</a>
 */
enum AddressRange {
    PUBLIC("a public"),
    PRIVATE("a private"),
    LOOPBACK("a loopback"),
    LINK_LOCAL("a link-local"),
    METADATA("a cloud metadata"),
    UNSPECIFIED("an unspecified"),
    MULTICAST("a multicast"),
    RESERVED("a reserved");

    private record Block(byte[] prefix, int bits, AddressRange range) {

        static Block of(String cidr, AddressRange range) {
            String[] parts = cidr.split("/");
            return new Block(literal(parts[0]), Integer.parseInt(parts[1]), range);
        }

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            int wholeBytes = bits / 8;
            int rest = 0xff00 >> bits % 8 & 0xff;
            return Arrays.equals(prefix, 0, wholeBytes, address, 0, wholeBytes)
                    && (rest == 0 || (prefix[wholeBytes] & rest) == (address[wholeBytes] & rest));
        }
    }

    /** The first that contains an address decides. */
    private static final List<Block> BLOCKS = List.of(
            Block.of("100.100.100.200/32", METADATA),
            Block.of("168.63.129.16/32", METADATA),
            Block.of("192.0.0.192/32", METADATA),
            Block.of("0.0.0.0/8", UNSPECIFIED),
            Block.of("127.0.0.0/8", LOOPBACK),
            Block.of("169.254.0.0/16", LINK_LOCAL),
            Block.of("224.0.0.0/4", MULTICAST),
            Block.of("240.0.0.0/4", RESERVED),
            Block.of("192.0.0.0/24", RESERVED),
            Block.of("10.0.0.0/8", PRIVATE),
            Block.of("172.16.0.0/12", PRIVATE),
            Block.of("192.168.0.0/16", PRIVATE),
            Block.of("100.64.0.0/10", PRIVATE),
            Block.of("198.18.0.0/15", PRIVATE),
            Block.of("fd00:ec2::254/128", METADATA),
            Block.of("fd20:ce::254/128", METADATA),
            Block.of("::/128", UNSPECIFIED),
            Block.of("::1/128", LOOPBACK),
            Block.of("fe80::/10", LINK_LOCAL),
            Block.of("fec0::/10", PRIVATE),
            Block.of("fc00::/7", PRIVATE),
            Block.of("64:ff9b:1::/48", PRIVATE),
            Block.of("ff00::/8", MULTICAST));

    private static final Block COMPATIBLE = Block.of("::/96", PUBLIC);
    private static final Block TRANSLATED = Block.of("::ffff:0:0:0/96", PUBLIC);
    private static final Block NAT64 = Block.of("64:ff9b::/96", PUBLIC);
    private static final Block SIX_TO_FOUR = Block.of("2002::/16", PUBLIC);
    private static final Block TEREDO = Block.of("2001::/32", PUBLIC);

    private final String words;

    AddressRange(String words) {
        this.words = words;
    }

    static AddressRange of(InetAddress address) {
        return of(address.getAddress());
    }

    private static AddressRange of(byte[] address) {
        return BLOCKS.stream()
                .filter(block -> block.contains(address))
                .map(Block::range)
                .findFirst()
                .orElseGet(() -> ofEmbedded(address));
    }

    private static AddressRange ofEmbedded(byte[] address) {
        if (isMapped(address)
                || COMPATIBLE.contains(address)
                || TRANSLATED.contains(address)
                || NAT64.contains(address)) {
            return of(Arrays.copyOfRange(address, 12, 16));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return of(Arrays.copyOfRange(address, 2, 6));
        }
        return TEREDO.contains(address) ? of(inverted(Arrays.copyOfRange(address, 12, 16))) : PUBLIC;
    }

    /** In {@code ::ffff:0:0/96}, which as text is an IPv4 address to Java and so cannot be a {@link Block}. */
    private static boolean isMapped(byte[] address) {
        return address.length == 16
                && Arrays.equals(address, 0, 10, new byte[10], 0, 10)
                && address[10] == -1
                && address[11] == -1;
    }

    /** Teredo keeps the client's address so, that no router on the way takes it for one to translate. */
    private static byte[] inverted(byte[] address) {
        byte[] inverted = new byte[address.length];
        for (int i = 0; i < address.length; i++) {
            inverted[i] = (byte) ~address[i];
        }
        return inverted;
    }

    private static byte[] literal(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }

    /** For messages, with its article: {@code a link-local}. */
    String words() {
        return words;
    }
}
