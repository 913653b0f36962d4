package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class SecretDataTest {

  @Test
  void whatIsEncodedIsReadBack() {
    String text = "token ä €\n";
    Secret secret = new SecretBuilder().addToData("key", SecretData.encode(text)).build();
    assertThat(SecretData.text(secret, "key")).hasValue(text);
  }

  @Test
  void theAlphabetIsThatOfTheApiServer() {
    assertThat(SecretData.encode("~~~?")).isEqualTo("fn5+Pw==");
    assertThat(SecretData.decode("fn5+Pw==")).isEqualTo("~~~?");
  }

  @Test
  void aKeyWithoutDataHasNoText() {
    assertThat(SecretData.text(new Secret(), "key")).isEmpty();
    assertThat(SecretData.text(new SecretBuilder().addToData("other", "").build(), "key"))
        .isEmpty();
    Secret without = new Secret();
    without.setData(Collections.singletonMap("key", null));
    assertThat(SecretData.text(without, "key")).isEmpty();
  }

  @Test
  void anEmptyTextIsAText() {
    assertThat(SecretData.text(new SecretBuilder().addToData("key", "").build(), "key"))
        .hasValue("");
  }
}
