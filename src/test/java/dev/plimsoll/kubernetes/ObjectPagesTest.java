package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObjectPagesTest {

    private final ListServer server = ListServer.start();
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                    .withMasterUrl(server.url())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private List<String> names(ObjectPages pages) {
        return pages.read(
                "/api/v1/pods",
                "",
                Outline.of("name"),
                ArrayList<String>::new,
                (all, pod) -> all.add(pod.path("name").asText()));
    }

    @Test
    void readsPageAfterPage() {
        server.list("/api/v1/pods", 600, number -> "{\"name\":\"p%d\",\"other\":[%d]}".formatted(number, number));
        assertThat(names(new ObjectPages(client))).hasSize(600).contains("p0", "p599");
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void passesOverWhatNobodyAsksForWhileItArrives() {
        String megabyte = "x".repeat(1 << 20);
        int pods = 200;
        AtomicLong atTheEnd = new AtomicLong();
        server.list("/api/v1/pods", pods, number -> {
            if (number == pods - 1) {
                atTheEnd.set(liveMegabytes());
            }
            return "{\"name\":\"p%d\",\"other\":\"%s\"}".formatted(number, megabyte);
        });
        long before = liveMegabytes();
        assertThat(names(new ObjectPages(client))).hasSize(pods);
        assertThat(atTheEnd.get() - before).as("megabytes held of %d", pods).isLessThan(pods / 4);
        assertThat(server.requests())
                .startsWith(
                        "/api/v1/pods?limit=250",
                        "/api/v1/pods?limit=125",
                        "/api/v1/pods?limit=62",
                        "/api/v1/pods?limit=31",
                        "/api/v1/pods?limit=15",
                        "/api/v1/pods?limit=15&continue=15")
                .hasSize(4 + 14);
    }

    private static long liveMegabytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }

    @Test
    void anAnswerThatDoesNotEndIsGivenUp() {
        server.stall("/api/v1/pods");
        ObjectPages pages = new ObjectPages(client, Duration.ofSeconds(1));
        assertThatThrownBy(() -> names(pages))
                .isInstanceOf(ApiRefusedException.class)
                .hasMessage("the API server did not answer within 1 s");
    }

    @Test
    void anAnswerThatIsNoJsonIsSaidToBe() {
        server.list("/api/v1/pods", "{\"name\": \"p\"}}}");
        assertThatThrownBy(() -> names(new ObjectPages(client)))
                .isInstanceOf(ApiRefusedException.class)
                .hasMessage("/api/v1/pods: the answer is no JSON");
    }
}
