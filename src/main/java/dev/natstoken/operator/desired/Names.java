package dev.natstoken.operator.desired;

/** Names of the objects that belong to the resource {@code name}. */
public record Names(String name) {

  public String statefulSet() {
    return name + "-nats";
  }

  public String service() {
    return name + "-nats";
  }

  public String headlessService() {
    return name + "-nats-headless";
  }

  public String tokenSecret() {
    return name + "-nats-token";
  }

  public String routesSecret() {
    return name + "-nats-routes";
  }

  public String disruptionBudget() {
    return name + "-nats";
  }

  public String networkPolicy() {
    return name + "-nats";
  }

  public String podMonitor() {
    return name + "-nats";
  }

  /** The authorization block for servers that somebody else runs. */
  public String authorizationMap() {
    return name + "-nats-auth";
  }

  /** Named by content, so that an old pod that restarts finds its own configuration again. */
  public String configMap(String configDigest) {
    return name + "-nats-config-" + configDigest.substring("sha256:".length()).substring(0, 10);
  }

  public String pod(int ordinal) {
    return statefulSet() + "-" + ordinal;
  }

  /** Name under which a pod keeps its address over restarts. */
  public String podHost(int ordinal, String namespace) {
    return pod(ordinal) + "." + headlessService() + "." + namespace + ".svc";
  }

  public String serviceHost(String namespace) {
    return service() + "." + namespace + ".svc";
  }
}
