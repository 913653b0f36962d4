package dev.natstoken.operator.events;

/** Why an Event is written. Each name is the Event's reason. */
public enum EventReason {
  TOKEN_PUBLISHED("TokenPublished", false),
  TOKEN_CHANGED("TokenChanged", false),
  ROTATION_STARTED("RotationStarted", false),
  OVERLAP_STARTED("OverlapStarted", false),
  ROTATION_FINISHED("RotationFinished", false),
  ROTATION_WITHDRAWN("RotationWithdrawn", false),
  ROTATION_IMPOSSIBLE("RotationImpossible", true),
  ROLLOUT_STARTED("RolloutStarted", false),
  READY("Ready", false),
  STALLED("Stalled", true);

  private final String reason;
  private final boolean warning;

  EventReason(String reason, boolean warning) {
    this.reason = reason;
    this.warning = warning;
  }

  public String reason() {
    return reason;
  }

  public String type() {
    return warning ? "Warning" : "Normal";
  }
}
