package dev.natstoken.operator.e2e;

import org.junit.jupiter.api.Tag;

/** The life of a set of servers while the operator runs undisturbed. */
@Tag("e2e")
class ServerLifecycleE2E extends ServerLifecycle {

  @Override
  void meanwhile() {
    // Nothing happens to the operator.
  }
}
