package dev.plimsoll.registry;

import static dev.plimsoll.registry.Inspecting.inspect;
import static dev.plimsoll.registry.Inspecting.tag;
import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.http.FailoverHttpClient;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** What this package relies on in Jib beyond what Jib promises. A new version of Jib has to pass this. */
class JibContractTest {

    @Test
    void the_http_client_can_be_given_a_transport() throws Exception {
        assertThat(FailoverHttpClient.class
                        .getDeclaredConstructor(
                                boolean.class,
                                boolean.class,
                                Consumer.class,
                                Supplier.class,
                                Supplier.class,
                                boolean.class)
                        .trySetAccessible())
                .isTrue();
    }

    @Test
    void every_request_goes_through_that_transport() {
        try (FakeRegistry registry = FakeRegistry.start();
                RegistryInspector inspector = TestSettings.with(registry).inspector()) {
            registry.put("app", "1", anImage()).bearerAuth();
            inspect(inspector, tag(registry.name(), "app", "1"));
            // Jib itself calls itself by other names, and would ask for compressed answers.
            assertThat(registry.requests())
                    .hasSize(4)
                    .allMatch(request -> request.header("User-Agent").orElse("").equals("plimsoll"))
                    .allMatch(request ->
                            request.header("Accept-Encoding").orElse("").equals("identity"));
        }
    }

    @Test
    void nothing_is_retried() {
        try (FakeRegistry registry = FakeRegistry.start();
                RegistryInspector inspector = TestSettings.with(registry).inspector()) {
            registry.answer("/v2/", 500);
            Inspecting.failure(inspector, tag(registry.name(), "app", "1"));
            assertThat(registry.requests()).hasSize(1);
        }
    }

    @Test
    void no_header_is_logged_even_if_everything_is() {
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        root.setLevel(Level.ALL);
        try (RegistryInspector inspector = TestSettings.defaults().inspector()) {
            assertThat(Logger.getLogger("some.other.logger").isLoggable(Level.FINE))
                    .isTrue();
            assertThat(Logger.getLogger("com.google.api.client.http.HttpTransport")
                            .isLoggable(Level.CONFIG))
                    .isFalse();
            assertThat(Logger.getLogger("org.apache.hc.client5.http.headers").isLoggable(Level.FINE))
                    .isFalse();
            assertThat(Logger.getLogger("org.apache.hc.client5.http.wire").isLoggable(Level.FINE))
                    .isFalse();
        } finally {
            root.setLevel(before);
        }
    }
}
