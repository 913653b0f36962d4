package dev.natstoken.operator.e2e;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every token that a test came across; none may appear anywhere but in its Secret. */
final class SeenTokens {

  private static final Set<String> ALL = ConcurrentHashMap.newKeySet();

  private SeenTokens() {}

  static String remember(String token) {
    ALL.add(token);
    return token;
  }

  static Set<String> all() {
    return Set.copyOf(ALL);
  }
}
