package dev.natstoken.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class RetryMessageTest {

  private static final String SECRET = "Z29sZGVuLXRva2Vu";

  @Test
  void anErrorOfTheApiServerIsTheCodeAndTheReason() {
    assertThat(RetryMessage.of(refused()))
        .isEqualTo("The API server answered 500 InternalError; trying again");
  }

  @Test
  void anApiServerThatIsAwayIsCalledSo() {
    assertThat(RetryMessage.of(new KubernetesClientException(SECRET, new IOException(SECRET))))
        .isEqualTo("The API server cannot be reached; trying again");
  }

  @Test
  void anythingElseIsNamedByItsKindOnly() {
    assertThat(RetryMessage.of(new NullPointerException(SECRET)))
        .isEqualTo("NullPointerException; trying again, see the operator's log");
  }

  @Test
  void theBodyOfARequestIsNeverPartOfItHoweverDeepTheErrorLies() {
    for (Exception error : everyError()) {
      assertThat(RetryMessage.of(error)).doesNotContain(SECRET);
      assertThat(RetryMessage.of(new CompletionException(SECRET, error)))
          .isEqualTo(RetryMessage.of(error));
      assertThat(RetryMessage.of(new IllegalStateException(SECRET, error)))
          .isEqualTo(RetryMessage.of(error));
    }
  }

  @Test
  void theSameErrorTwiceGivesTheSameWords() {
    assertThat(RetryMessage.of(refused())).isEqualTo(RetryMessage.of(refused()));
  }

  private static List<Exception> everyError() {
    return List.of(
        refused(),
        new KubernetesClientException(SECRET),
        new KubernetesClientException(SECRET, new IOException(SECRET)),
        new IllegalArgumentException(SECRET),
        new IOException(SECRET));
  }

  private static KubernetesClientException refused() {
    return new KubernetesClientException(
        "Failure executing: PATCH at: https://10.0.0.1. Message: " + SECRET,
        500,
        new StatusBuilder()
            .withCode(500)
            .withReason("InternalError")
            .withMessage("Secret in version v1 cannot be handled: " + SECRET)
            .build());
  }
}
