package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natstoken.operator.api.TokenSpec.ExistingSecret;
import dev.natstoken.operator.outcome.ProblemException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BroughtTokenTest {

  private static final String VALUE = "a-token-of-somebody-1";
  private static final ExistingSecret REFERENCE = new ExistingSecret("vault", "password");

  @Test
  void theTokenIsWhatStandsUnderTheKey() {
    assertThat(BroughtToken.read(REFERENCE, secret("password", VALUE)).value()).isEqualTo(VALUE);
  }

  @Test
  void aSecretThatIsMissingIsNamedWithTheKeyThatItNeeds() {
    assertThatThrownBy(() -> BroughtToken.read(REFERENCE, Optional.empty()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContainingAll("Secret vault", "does not exist", "key password");
  }

  @Test
  void aKeyThatIsMissingIsNamed() {
    assertThatThrownBy(() -> BroughtToken.read(REFERENCE, secret("token", VALUE)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Key password of Secret vault does not exist");
    Optional<Secret> withoutData = Optional.of(new SecretBuilder().build());
    assertThatThrownBy(() -> BroughtToken.read(REFERENCE, withoutData))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Key password of Secret vault does not exist");
  }

  @Test
  void aPoorTokenIsNotRepeatedInTheMessage() {
    assertThatThrownBy(() -> BroughtToken.read(REFERENCE, secret("password", "shorttt")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Key password of Secret vault: ")
        .hasMessageNotContaining("shorttt");
  }

  private static Optional<Secret> secret(String key, String value) {
    String data = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    return Optional.of(new SecretBuilder().addToData(key, data).build());
  }
}
