package dev.natstoken.operator.outcome;

/** A type of condition with one of the statuses that it can have, in the order of the docs. */
public enum ConditionState {
  READY_TRUE("Ready", "True"),
  READY_FALSE("Ready", "False"),
  READY_UNKNOWN("Ready", "Unknown"),
  RECONCILING("Reconciling", "True"),
  STALLED("Stalled", "True"),
  FORMER_TOKEN("FormerTokenAccepted", "True"),
  VERIFIED_TRUE("Verified", "True"),
  VERIFIED_FALSE("Verified", "False"),
  VERIFIED_UNKNOWN("Verified", "Unknown"),
  PAUSED("Paused", "True");

  private final String type;
  private final String status;

  ConditionState(String type, String status) {
    this.type = type;
    this.status = status;
  }

  public String type() {
    return type;
  }

  public String status() {
    return status;
  }
}
