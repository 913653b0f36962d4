package dev.natstoken.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteRefusalTest {

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 422})
  void whatSomebodyHasToMendIsTold(int code) {
    assertThat(WriteRefusal.of(answer(code)))
        .contains(
            new Problem(
                Reason.WriteRefused,
                "The API server refuses a request: admission webhook \"policy\" denied it"));
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409, 429, 500, 503})
  void whatMayPassIsTriedAgain(int code) {
    assertThat(WriteRefusal.of(answer(code))).isEmpty();
  }

  private static KubernetesClientException answer(int code) {
    String text = "admission webhook \"policy\" denied it";
    return new KubernetesClientException(
        text, code, new StatusBuilder().withCode(code).withMessage(text).build());
  }
}
