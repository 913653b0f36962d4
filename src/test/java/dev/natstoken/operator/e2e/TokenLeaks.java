package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.api.NatsTokenAuth;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The search for every token that a test came across in all that the run left behind. */
final class TokenLeaks {

  private TokenLeaks() {}

  /** No token stands in a log, a metric, an Event, a status, a ConfigMap or a StatefulSet. */
  static void assertNone(KubernetesClient client) {
    List<String> texts = new ArrayList<>(InstalledOperator.outputs());
    texts.add(Serialization.asYaml(client.v1().events().inAnyNamespace().list().getItems()));
    texts.add(
        Serialization.asYaml(
            client.resources(NatsTokenAuth.class).inAnyNamespace().list().getItems()));
    texts.add(
        Serialization.asYaml(
            client.resources(NatsTokenAccess.class).inAnyNamespace().list().getItems()));
    texts.add(Serialization.asYaml(client.configMaps().inAnyNamespace().list().getItems()));
    texts.add(
        Serialization.asYaml(client.apps().statefulSets().inAnyNamespace().list().getItems()));
    // The message of a failure must not show the token either.
    for (String token : SeenTokens.all()) {
      String encoded = Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
      assertThat(texts.stream().anyMatch(t -> t.contains(token) || t.contains(encoded)))
          .as("a token was found outside of its Secret")
          .isFalse();
    }
  }
}
