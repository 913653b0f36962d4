package dev.natstoken.operator;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** The data of Secrets as text. */
public final class SecretText {

  private SecretText() {}

  /** What stands under this key; empty if nothing does. */
  public static String of(Secret secret, String key) {
    Map<String, String> data = secret.getData() == null ? Map.of() : secret.getData();
    return decode(data.getOrDefault(key, ""));
  }

  public static String decode(String data) {
    return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
  }

  public static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
