package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.natstoken.operator.Kubectl;
import dev.natstoken.operator.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where kubectl natstoken shows and writes the token. */
@Tag("api")
class PluginContextIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theTokenStandsInTheContextForItsOwnerAloneAndNowhereElse() throws Exception {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.certificates().put("orders-tls");
      namespace.startOperator();
      namespace.apply(Map.of("tls", Map.of("secretName", "orders-tls")));
      namespace.awaitReady();
      Kubectl kubectl = ApiServer.get().kubectl(namespace.name());
      String token = namespace.token();
      assertThat(kubectl.natstoken("token", "orders").done()).isEqualTo(token + "\n");
      assertThat(kubectl.natstoken("context", "orders").done())
          .contains("port-forward")
          .doesNotContain(token);

      Path file =
          kubectl.home().resolve(".config/nats/context/" + namespace.name() + "-orders.json");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      JsonNode context = JSON.readTree(file.toFile());
      assertThat(context.path("token").asText()).isEqualTo(token);
      assertThat(context.path("url").asText())
          .isEqualTo(
              SecretText.of(
                  namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).get(), "servers"));
      assertThat(Path.of(context.path("ca").asText())).content().contains("BEGIN CERTIFICATE");

      kubectl.natstoken("context", "orders", "--server", "nats://localhost:4222").done();
      assertThat(JSON.readTree(file.toFile()).path("url").asText())
          .isEqualTo("nats://localhost:4222");
      Files.writeString(file, "{}");
      assertThat(kubectl.natstoken("context", "orders").refused()).contains("not written by this");
      assertThat(file).content().isEqualTo("{}");
      assertThat(kubectl.seen()).contains("kubectl-natstoken").doesNotContain(token);
    }
  }
}
