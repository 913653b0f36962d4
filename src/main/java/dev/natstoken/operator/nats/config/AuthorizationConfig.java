package dev.natstoken.operator.nats.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.natstoken.operator.nats.token.TokenHash;
import java.util.Map;
import java.util.function.Predicate;

/** The text of a file with the authorization block alone, for a nats.conf of somebody else. */
public final class AuthorizationConfig {

  private static final String BLOCK = "authorization";

  private AuthorizationConfig() {}

  public static String render(int timeoutSeconds, TokenHash hash) {
    return ConfigText.write(
        Map.of(BLOCK, RoutesConfig.orderedMap("timeout", timeoutSeconds, "token", hash.value())));
  }

  /**
   * Reads back what was rendered, as {@link NatsConfig#check} does. Throws {@link
   * IllegalStateException} that names the fault.
   */
  public static void check(String text, Predicate<TokenHash> letsIn) {
    ObjectNode keys = ConfigText.read(text);
    JsonNode authorization = keys.path(BLOCK);
    boolean alone = keys.size() == 1 && authorization.size() == 2 && authorization.has("timeout");
    if (!alone || ConfigText.allIncludes(text) > 0) {
      throw new IllegalStateException("authorization.conf must hold timeout and token alone");
    }
    if (NatsConfig.hashIn(text).filter(letsIn).isEmpty()) {
      throw new IllegalStateException("the hash must be complete and verify the token");
    }
  }
}
