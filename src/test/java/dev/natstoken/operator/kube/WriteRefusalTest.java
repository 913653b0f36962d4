package dev.natstoken.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriteRefusalTest {

  @ParameterizedTest
  @CsvSource({
    "400, Check the operator's roles",
    "403, Check the operator's roles",
    "422, Change what it names"
  })
  void whatSomebodyHasToMendIsTold(int code, String nextStep) {
    assertThat(WriteRefusal.of(answer(code)))
        .hasValueSatisfying(p -> {
          assertThat(p.reason()).isEqualTo(Reason.WriteRefused);
          assertThat(p.message())
              .startsWith(
                  "The API server refuses a request: admission webhook \"policy\" denied it. "
                      + nextStep);
        });
  }

  @Test
  void onlyAMissingRightMayPass() {
    String right =
        "services \"a\" is forbidden: User \"operator\" cannot patch resource \"services\"";
    String quota = "services \"a\" is forbidden: exceeded quota: small";
    assertThat(WriteRefusal.of(answer(403, right))).map(Problem::mayPass).contains(true);
    assertThat(WriteRefusal.of(answer(403, quota))).map(Problem::mayPass).contains(false);
    assertThat(WriteRefusal.of(answer(422, right))).map(Problem::mayPass).contains(false);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409, 429, 500, 503})
  void whatMayPassIsTriedAgain(int code) {
    assertThat(WriteRefusal.of(answer(code))).isEmpty();
  }

  private static KubernetesClientException answer(int code) {
    return answer(code, "admission webhook \"policy\" denied it");
  }

  private static KubernetesClientException answer(int code, String text) {
    return new KubernetesClientException(
        text, code, new StatusBuilder().withCode(code).withMessage(text).build());
  }
}
