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

  /** With hashes that cost little. */
  Map<String, Object> spec() {
    Map<String, Object> token = new HashMap<>(Map.of("bcryptCost", 4));
    if (isBrought()) {
      token.put("existingSecret", Map.of("name", BROUGHT));
    }
    Map<String, Object> spec = new HashMap<>(Map.of("token", token));
    if (isAttached()) {
      spec.put("serverRef", Map.of("name", ChartLayout.SET));
    } else {
      spec.put("replicas", SERVERS);
      spec.put("rotation", Map.of("overlap", "2s"));
    }
    return spec;
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
