package dev.natstoken.operator.rotation;

/** A server of the model. */
record ModelPod(Revision revision, Condition condition) {

  enum Condition {
    STARTING,
    FAILING,
    READY,
    PROVED
  }

  static ModelPod created(Revision revision) {
    return new ModelPod(revision, Condition.STARTING);
  }

  boolean ready() {
    return condition == Condition.READY || condition == Condition.PROVED;
  }

  boolean proved() {
    return condition == Condition.PROVED;
  }

  ModelPod with(Condition next) {
    return new ModelPod(revision, next);
  }

  Server.Health health() {
    return switch (condition) {
      case STARTING -> Server.Health.STARTING;
      case FAILING -> Server.Health.FAILING;
      case READY, PROVED -> Server.Health.READY;
    };
  }
}
