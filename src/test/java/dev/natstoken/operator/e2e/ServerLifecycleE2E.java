package dev.natstoken.operator.e2e;

/** The life of a set of servers while the operator runs undisturbed. */
@EndToEnd
class ServerLifecycleE2E extends ServerLifecycle {

  @Override
  void meanwhile() {
    // Nothing happens to the operator.
  }
}
