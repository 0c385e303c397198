package dev.plimsoll.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Finds the addresses of hosts, and of those only the ones that may be connected to.
 *
 * <p>It is asked once for each connection, with whatever stands in an address, and what it answers is what is connected
 * to. So it is no use to write an address in an odd way, to redirect to it, or to let a name mean another address later.
 */
final class GuardedResolver implements DnsResolver {

    /** A host has addresses, none of which may be connected to. */
    static final class RefusedAddressException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        private final AddressRange range;

        RefusedAddressException(String host, AddressRange range) {
            super(host);
            this.range = range;
        }

        AddressRange range() {
            return range;
        }
    }

    /** Each is tried, up to the first that can be connected to; who is answerable for a name can give it thousands. */
    private static final int MOST_ADDRESSES = 8;

    private final Set<AddressRange> allowed;
    private final DnsResolver dns;

    private GuardedResolver(Set<AddressRange> allowed, DnsResolver dns) {
        this.allowed = allowed;
        this.dns = dns;
    }

    /** For hosts that anybody may name. */
    static GuardedResolver forAnyHost(boolean privateAddresses, DnsResolver dns) {
        return new GuardedResolver(
                privateAddresses
                        ? EnumSet.of(AddressRange.PUBLIC, AddressRange.PRIVATE)
                        : EnumSet.of(AddressRange.PUBLIC),
                dns);
    }

    /** For an address that the operator has configured, wherever it is. */
    static GuardedResolver forConfiguredHost(DnsResolver dns) {
        return new GuardedResolver(EnumSet.allOf(AddressRange.class), dns);
    }

    /** @throws RefusedAddressException if the host has none that may be connected to */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] all = dns.resolve(host);
        InetAddress[] good = Arrays.stream(all)
                .filter(address -> allowed.contains(AddressRange.of(address)))
                .limit(MOST_ADDRESSES)
                .toArray(InetAddress[]::new);
        if (all.length > 0 && good.length == 0) {
            throw new RefusedAddressException(host, AddressRange.of(all[0]));
        }
        return good;
    }

    /** The name as it is: what a server would like to be called decides nothing here. */
    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
