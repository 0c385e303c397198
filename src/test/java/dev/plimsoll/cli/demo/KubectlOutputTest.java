package dev.plimsoll.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What kubectl 1.32 prints. */
class KubectlOutputTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Act deployment = act("apps/v1", "Deployment", "web");

    @Test
    void ofAnObjectThatIsAdmitted() throws Exception {
        assertThat(output(deployment, "{\"allowed\": true}")).isEqualTo("deployment.apps/web created");
        assertThat(output(act("v1", "Pod", "importer"), "{\"allowed\": true}")).isEqualTo("pod/importer created");
        assertThat(output(act("batch/v1", "CronJob", "report"), "{\"allowed\": true}"))
                .isEqualTo("cronjob.batch/report created");
    }

    @Test
    void ofAnUpdateThatIsAdmitted() throws Exception {
        Act update = new Act("", "web.yaml", deployment.object(), Optional.of(deployment.object()));
        assertThat(output(update, "{\"allowed\": true}")).isEqualTo("deployment.apps/web configured");
    }

    @Test
    void ofAnObjectThatIsAdmittedWithWarnings() throws Exception {
        assertThat(output(deployment, "{\"allowed\": true, \"warnings\": [\"one\", \"two\"]}"))
                .isEqualTo("Warning: one\nWarning: two\ndeployment.apps/web created");
    }

    @Test
    void ofAnObjectThatIsDenied() throws Exception {
        String response = """
                {"allowed": false, "warnings": ["root"],
                 "status": {"code": 403, "reason": "Forbidden", "message": "too large"}}
                """;
        assertThat(output(deployment, response))
                .isEqualTo("Warning: root\n"
                        + "Error from server (Forbidden): error when creating \"web.yaml\": "
                        + "admission webhook \"validate.plimsoll.dev\" denied the request: too large");
    }

    private static Act act(String apiVersion, String kind, String name) {
        JsonNode object = JSON.createObjectNode()
                .put("apiVersion", apiVersion)
                .put("kind", kind)
                .set("metadata", JSON.createObjectNode().put("name", name).put("namespace", "shop"));
        return new Act("", "web.yaml", object, Optional.empty());
    }

    private static String output(Act act, String response) throws Exception {
        JsonNode review = JSON.createObjectNode().set("response", JSON.readTree(response));
        return String.join("\n", KubectlOutput.of(act, review).lines());
    }
}
