package dev.plimsoll.web;

import dev.plimsoll.policy.Mode;
import dev.plimsoll.web.Browsing.Screen;
import dev.plimsoll.web.Browsing.Visit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page in every state, as people see it. */
@Timeout(120)
class PagesInBrowserTest {

    private static Browsing browsing;
    private static PageServer server;

    @BeforeAll
    static void begin() {
        browsing = Browsing.begin();
        server = PageServer.start();
    }

    @AfterAll
    static void end() {
        if (browsing != null) {
            browsing.close();
            server.close();
        }
    }

    static Stream<Arguments> states() {
        Snapshot cluster = SampleAudits.cluster(60);
        String digest =
                ((AuditState.Known) cluster.audit()).result().images().get(3).digest();
        Snapshot audit = SampleAudits.snapshot(new AuditState.Known(SampleAudits.result(60, Mode.AUDIT)), Mode.AUDIT);
        return Stream.of(
                Arguments.of("overview", "", cluster),
                Arguments.of("overview-audit", "", audit),
                Arguments.of("overview-empty", "", SampleAudits.empty()),
                Arguments.of("overview-hostile", "", SampleAudits.hostile()),
                Arguments.of("images", "images", cluster),
                Arguments.of("images-found", "images?q=shop&sort=name&dir=up", cluster),
                Arguments.of("images-none-found", "images?q=nothing+at+all", cluster),
                Arguments.of("images-empty", "images", SampleAudits.empty()),
                Arguments.of("images-hostile", "images", SampleAudits.hostile()),
                Arguments.of("image", "images/" + digest, cluster),
                Arguments.of("image-hostile", "images/" + hostileDigest(), SampleAudits.hostile()),
                Arguments.of("namespaces", "namespaces", cluster),
                Arguments.of("namespaces-empty", "namespaces", SampleAudits.empty()),
                Arguments.of("namespace", "namespaces/shop", cluster),
                Arguments.of("policies", "policies", cluster),
                Arguments.of("policies-empty", "policies", SampleAudits.empty()),
                Arguments.of("policies-hostile", "policies", SampleAudits.hostile()),
                Arguments.of("unknown", "unknown", cluster),
                Arguments.of("unknown-empty", "unknown", SampleAudits.empty()),
                Arguments.of("unknown-hostile", "unknown", SampleAudits.hostile()),
                Arguments.of("loading", "", state(new AuditState.Waiting(""))),
                Arguments.of(
                        "failed",
                        "",
                        state(
                                new AuditState.Waiting(
                                        "the cluster cannot be read: pods: the API server answered 500 (etcdserver: request timed out)"))),
                Arguments.of(
                        "elsewhere", "images", state(new AuditState.Elsewhere("plimsoll", "plimsoll-7d9c5b8f6-x2v4k"))),
                Arguments.of("choosing", "", state(new AuditState.Elsewhere("plimsoll", ""))),
                Arguments.of("off", "", state(new AuditState.Off("The audit is off: plimsoll.audit.interval is 0."))));
    }

    private static String hostileDigest() {
        return ((AuditState.Known) SampleAudits.hostile().audit())
                .result()
                .images()
                .get(0)
                .digest();
    }

    private static Snapshot state(AuditState audit) {
        return SampleAudits.snapshot(audit, Mode.AUDIT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void isFineOnEveryScreen(String name, String path, Snapshot snapshot) {
        server.show(snapshot);
        for (Screen screen : Screen.values()) {
            try (Visit visit = browsing.visit(screen)) {
                visit.open(server.address() + path);
                visit.screenshot(name);
                visit.assertFine(name + " on " + screen.id());
            }
        }
    }
}
