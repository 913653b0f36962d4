package dev.natstoken.operator.nats.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.natstoken.operator.nats.config.Setting.Block;
import dev.natstoken.operator.nats.token.TokenHash;
import java.util.function.Predicate;

/** The text of a file with the authorization block alone, for a nats.conf of somebody else. */
public final class AuthorizationConfig {

  private AuthorizationConfig() {}

  public static String render(int timeoutSeconds, TokenHash hash) {
    return ConfigText.write(settings(timeoutSeconds, hash).blocks());
  }

  static Settings settings(int timeoutSeconds, TokenHash hash) {
    return Settings.NONE
        .with(Setting.AUTHORIZATION_TIMEOUT, timeoutSeconds)
        .with(Setting.AUTHORIZATION_TOKEN, hash.value());
  }

  /** Whether its block holds what it must, and nothing else. */
  static boolean isComplete(ObjectNode keys) {
    JsonNode block = NatsConfig.in(keys, Block.AUTHORIZATION);
    return block.size() == 2
        && block.has(Setting.AUTHORIZATION_TIMEOUT.key())
        && block.has(Setting.AUTHORIZATION_TOKEN.key());
  }

  /**
   * Reads back what was rendered, as {@link NatsConfig#check} does. Throws {@link
   * IllegalStateException} that names the fault.
   */
  public static void check(String text, Predicate<TokenHash> letsIn) {
    ObjectNode keys = ConfigText.read(text);
    boolean alone = keys.size() == 1 && isComplete(keys);
    if (!alone || ConfigText.allIncludes(text) > 0) {
      throw new IllegalStateException("authorization.conf must hold timeout and token alone");
    }
    if (NatsConfig.hashIn(text).filter(letsIn).isEmpty()) {
      throw new IllegalStateException("the hash must be complete and verify the token");
    }
  }
}
