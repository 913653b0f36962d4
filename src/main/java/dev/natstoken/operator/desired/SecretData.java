package dev.natstoken.operator.desired;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The texts in the data of a Secret, where each stands as base64. */
public final class SecretData {

  private SecretData() {}

  /** What stands under this key; empty if nothing does. */
  public static Optional<String> text(Secret secret, String key) {
    return Optional.ofNullable(secret.getData()).map(data -> data.get(key)).map(SecretData::decode);
  }

  public static String decode(String data) {
    return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
  }

  public static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
