package dev.natstoken.operator.nats;

/**
 * What a user may decide about a server. Every value is typed: no text of a user reaches nats.conf.
 *
 * @param clusterName name of the NATS cluster
 * @param authTimeoutSeconds how long a client may take to present its token
 */
public record ServerConfig(
    String clusterName, int authTimeoutSeconds, Limits limits, Logging logging, LameDuck lameDuck) {

  /** Limits of one server; null is nats-server's own default. */
  public record Limits(Long maxPayload, Integer maxConnections, Integer maxSubscriptions) {}

  /** What the server logs. */
  public record Logging(boolean debug, boolean trace) {}

  /**
   * How a server stops.
   *
   * @param durationSeconds over how long its clients are sent away; at least 30
   * @param gracePeriodSeconds how long they may leave by themselves before that
   */
  public record LameDuck(int durationSeconds, int gracePeriodSeconds) {}
}
