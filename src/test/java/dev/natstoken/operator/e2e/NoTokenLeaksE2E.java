package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs last and searches what the whole run left behind. */
@Tag("e2e")
@Order(Integer.MAX_VALUE)
class NoTokenLeaksE2E {

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void noTokenStandsInAnyLogEventStatusOrMetric() {
    assertThat(SeenTokens.all()).as("run this with the other end-to-end tests").isNotEmpty();
    List<String> texts = new ArrayList<>(operator.outputs());
    var client = operator.client();
    texts.add(Serialization.asYaml(client.v1().events().inAnyNamespace().list().getItems()));
    texts.add(
        Serialization.asYaml(
            client.resources(NatsTokenAuth.class).inAnyNamespace().list().getItems()));
    texts.add(Serialization.asYaml(client.configMaps().inAnyNamespace().list().getItems()));
    texts.add(
        Serialization.asYaml(client.apps().statefulSets().inAnyNamespace().list().getItems()));
    assertThat(String.join("", texts)).contains("natstoken.dev/operator");
    // The message of a failure must not show the token either.
    for (String token : SeenTokens.all()) {
      String encoded = Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
      assertThat(texts.stream().anyMatch(t -> t.contains(token) || t.contains(encoded)))
          .as("a token was found outside of its Secret")
          .isFalse();
    }
  }

  @AfterAll
  static void removeNamespaces() {
    TestServers.removeNamespaces(InstalledOperator.get().client());
  }
}
