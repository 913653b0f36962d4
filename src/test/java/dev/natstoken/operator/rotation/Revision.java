package dev.natstoken.operator.rotation;

import dev.natstoken.operator.nats.token.Token;

/** What a pod runs. The StatefulSet controller takes equal templates for the same revision. */
record Revision(Token token, int version) {

  static final int BROKEN = 0;

  boolean canStart() {
    return version != BROKEN;
  }
}
