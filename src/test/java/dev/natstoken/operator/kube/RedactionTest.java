package dev.natstoken.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  private static final String TOKEN = "a-token-of-somebody";
  private static final String ENCODED = "YS10b2tlbi1vZi1zb21lYm9keQ==";

  private static final Secret SECRET =
      new SecretBuilder()
          .withNewMetadata()
          .withName("orders-nats-token")
          .endMetadata()
          .addToData("token", ENCODED)
          .addToData("type", "bmF0cw==")
          .addToData("provider", "bmF0cy10b2tlbi1vcGVyYXRvcg==")
          .addToData("empty", "")
          .build();

  @ParameterizedTest
  @ValueSource(strings = {TOKEN, ENCODED})
  void anAnswerThatQuotesTheSecretIsReplacedAndKeepsItsCode(String quoted) {
    KubernetesClientException shown = Redaction.of(answer("denied: " + quoted), SECRET);
    assertThat(shown.getCode()).isEqualTo(403);
    assertThat(shown.getMessage()).contains("orders-nats-token").doesNotContain(quoted);
    assertThat(shown.getStatus().getMessage()).doesNotContain(quoted);
    assertThat(shown.getCause()).isNull();
  }

  @Test
  void anyOtherAnswerIsShownAsItIs() {
    KubernetesClientException quota = answer("orders-nats-token: exceeded quota: tight");
    assertThat(Redaction.of(quota, SECRET)).isSameAs(quota);
    assertThat(Redaction.of(quota, new ConfigMap())).isSameAs(quota);
    KubernetesClientException right =
        answer("User \"system:serviceaccount:nats:nats-token-operator\" cannot patch it");
    assertThat(Redaction.of(right, SECRET)).isSameAs(right);
  }

  private static KubernetesClientException answer(String message) {
    return new KubernetesClientException(
        message, 403, new StatusBuilder().withCode(403).withMessage(message).build());
  }
}
