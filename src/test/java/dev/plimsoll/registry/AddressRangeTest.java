package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRangeTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "0.0.0.0, UNSPECIFIED",
        "0.255.255.255, UNSPECIFIED",
        "1.0.0.0, PUBLIC",
        "9.255.255.255, PUBLIC",
        "10.0.0.0, PRIVATE",
        "10.255.255.255, PRIVATE",
        "11.0.0.0, PUBLIC",
        "100.63.255.255, PUBLIC",
        "100.64.0.0, PRIVATE",
        "100.100.100.200, METADATA",
        "100.127.255.255, PRIVATE",
        "100.128.0.0, PUBLIC",
        "126.255.255.255, PUBLIC",
        "127.0.0.0, LOOPBACK",
        "127.0.0.1, LOOPBACK",
        "127.255.255.255, LOOPBACK",
        "128.0.0.0, PUBLIC",
        "168.63.129.16, METADATA",
        "169.253.255.255, PUBLIC",
        "169.254.0.0, LINK_LOCAL",
        "169.254.169.254, LINK_LOCAL",
        "169.254.255.255, LINK_LOCAL",
        "169.255.0.0, PUBLIC",
        "172.15.255.255, PUBLIC",
        "172.16.0.0, PRIVATE",
        "172.31.255.255, PRIVATE",
        "172.32.0.0, PUBLIC",
        "192.0.0.192, METADATA",
        "192.0.0.8, RESERVED",
        "192.167.255.255, PUBLIC",
        "192.168.0.0, PRIVATE",
        "192.168.255.255, PRIVATE",
        "192.169.0.0, PUBLIC",
        "198.18.0.0, PRIVATE",
        "198.19.255.255, PRIVATE",
        "198.20.0.0, PUBLIC",
        "223.255.255.255, PUBLIC",
        "224.0.0.0, MULTICAST",
        "239.255.255.255, MULTICAST",
        "240.0.0.0, RESERVED",
        "255.255.255.255, RESERVED",
    })
    void an_ipv4_address_is_of_a_range(String address, AddressRange range) throws UnknownHostException {
        assertThat(AddressRange.of(InetAddress.getByName(address))).isEqualTo(range);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "::, UNSPECIFIED",
        "::1, LOOPBACK",
        "2600::1, PUBLIC",
        "fbff::1, PUBLIC",
        "fc00::1, PRIVATE",
        "fdff::1, PRIVATE",
        "fd00:ec2::254, METADATA",
        "fd00:ec2::253, PRIVATE",
        "fe7f::1, PUBLIC",
        "fe80::1, LINK_LOCAL",
        "febf::1, LINK_LOCAL",
        "fec0::1, PRIVATE",
        "ff02::1, MULTICAST",
    })
    void an_ipv6_address_is_of_a_range(String address, AddressRange range) throws UnknownHostException {
        assertThat(AddressRange.of(InetAddress.getByName(address))).isEqualTo(range);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "::ffff:127.0.0.1, LOOPBACK",
        "::ffff:a9fe:a9fe, LINK_LOCAL",
        "::127.0.0.1, LOOPBACK",
        "::a00:1, PRIVATE",
        "::808:808, PUBLIC",
        "::ffff:0:127.0.0.1, LOOPBACK",
        "64:ff9b::169.254.169.254, LINK_LOCAL",
        "64:ff9b::7f00:1, LOOPBACK",
        "64:ff9b::a00:1, PRIVATE",
        "64:ff9b::808:808, PUBLIC",
        "64:ff9b:1::808:808, PRIVATE",
        "2002:7f00:1::, LOOPBACK",
        "2002:a9fe:a9fe::1, LINK_LOCAL",
        "2002:808:808::1, PUBLIC",
        "2001:0:1234::80ff:fffe, LOOPBACK",
        "2001:0:1234::5601:5601, LINK_LOCAL",
        "2001:0:1234::f7f7:f7f7, PUBLIC",
        "2001:1::1, PUBLIC",
    })
    void one_that_stands_for_an_ipv4_address_is_of_its_range(String address, AddressRange range)
            throws UnknownHostException {
        assertThat(AddressRange.of(InetAddress.getByName(address))).isEqualTo(range);
    }

    @Test
    void one_that_was_made_to_look_like_ipv6_is_seen_through() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        mapped[12] = 127;
        mapped[15] = 1;
        InetAddress address = Inet6Address.getByAddress("evil", mapped, 0);
        assertThat(AddressRange.of(address)).isEqualTo(AddressRange.LOOPBACK);
    }
}
