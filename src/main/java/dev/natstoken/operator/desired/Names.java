package dev.natstoken.operator.desired;

import java.util.regex.Pattern;

/** Names of the objects that belong to the resource {@code name}. */
public record Names(String name) {

  private static final String CONFIG_MAP = "-nats-config-";
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{10}");

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

  /** What changes once per published token. */
  public String tokenVersionMap() {
    return name + "-nats-token-version";
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
    return name + CONFIG_MAP + configDigest.substring("sha256:".length()).substring(0, 10);
  }

  /** Whether it is the name of a configuration, whichever. */
  public boolean isConfigMap(String objectName) {
    String prefix = name + CONFIG_MAP;
    return objectName.startsWith(prefix)
        && DIGEST.matcher(objectName.substring(prefix.length())).matches();
  }

  public String pod(int ordinal) {
    return statefulSet() + "-" + ordinal;
  }

  /** Name under which a pod keeps its address over restarts. */
  public String podHost(int ordinal, String namespace) {
    return host(pod(ordinal), namespace);
  }

  String host(String pod, String namespace) {
    return pod + "." + headlessService() + "." + namespace + ".svc";
  }

  public String serviceHost(String namespace) {
    return service() + "." + namespace + ".svc";
  }
}
