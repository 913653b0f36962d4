package dev.natstoken.operator.apiserver;

import java.util.HashMap;
import java.util.Map;

/** Whose servers, and whose token. */
enum FaultSetup {
  OWN_GENERATED,
  OWN_BROUGHT,
  ATTACHED_GENERATED,
  ATTACHED_BROUGHT;

  static final String BROUGHT = "mine";
  static final int SERVERS = 3;

  boolean isAttached() {
    return this == ATTACHED_GENERATED || this == ATTACHED_BROUGHT;
  }

  boolean isBrought() {
    return this == OWN_BROUGHT || this == ATTACHED_BROUGHT;
  }

  String servers() {
    return isAttached() ? ChartLayout.SET : "orders-nats";
  }

  /**
   * With hashes that cost little.
   *
   * @param changes so often was it changed
   */
  Map<String, Object> spec(int servers, int changes) {
    Map<String, Object> token = new HashMap<>(Map.of("bcryptCost", 4));
    if (isBrought()) {
      token.put("existingSecret", Map.of("name", BROUGHT));
    }
    Map<String, Object> spec = new HashMap<>(Map.of("token", token));
    if (isAttached()) {
      spec.put("serverRef", Map.of("name", ChartLayout.SET));
      if (changes > 0) {
        token.put("secret", Map.of("labels", Map.of("team", "shop-" + changes)));
      }
    } else {
      spec.put("replicas", servers);
      spec.put("rotation", Map.of("overlap", "2s"));
      if (changes > 0) {
        spec.put("limits", Map.of("maxPayload", 4096 + changes));
      }
    }
    return spec;
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
