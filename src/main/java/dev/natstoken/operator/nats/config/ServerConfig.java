package dev.natstoken.operator.nats.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a user may decide about a server. Every value is typed: no text of a user reaches nats.conf.
 *
 * @param clusterName name of the NATS cluster
 * @param authTimeoutSeconds how long a client may take to present its token
 * @param jetstream empty: nothing is stored
 */
public record ServerConfig(
    String clusterName,
    int authTimeoutSeconds,
    Limits limits,
    Logging logging,
    LameDuck lameDuck,
    Listeners listeners,
    Optional<Tls> tls,
    Optional<JetStreamConfig> jetstream) {

  /**
   * TLS for all that clients reach.
   *
   * @param verifyClients whether a client needs a certificate besides the token
   * @param routes whether the servers need TLS among themselves too
   */
  public record Tls(boolean verifyClients, boolean routes) {}

  /** Ways in besides the client port. None has an authorization of its own: the token applies. */
  public record Listeners(
      Optional<Websocket> websocket, Optional<Mqtt> mqtt, OptionalInt leafNodesPort) {

    public static final Listeners NONE =
        new Listeners(Optional.empty(), Optional.empty(), OptionalInt.empty());
  }

  /** The listener for WebSocket clients. */
  public record Websocket(
      int port, boolean sameOrigin, List<String> allowedOrigins, boolean compression) {}

  /**
   * The listener for MQTT clients; null is nats-server's own default.
   *
   * @param streamReplicas on how many servers each of its streams is kept
   */
  public record Mqtt(
      int port,
      int streamReplicas,
      String ackWait,
      Integer maxAckPending,
      boolean consumerMemoryStorage,
      String consumerInactiveThreshold,
      boolean rejectQos2Publish,
      boolean downgradeQos2Subscribe) {}

  /** Limits of one server; null is nats-server's own default. Durations are like 90s, 2m or 1h. */
  public record Limits(
      Integer maxPayload,
      Integer maxConnections,
      Integer maxSubscriptions,
      Integer maxPending,
      Integer maxControlLine,
      String pingInterval,
      Integer pingMax,
      String writeDeadline) {

    public static final Limits DEFAULT = new Limits(null, null, null, null, null, null, null, null);
  }

  /**
   * What the server logs.
   *
   * @param maxTracedMessageLength bytes; null: payloads are traced in full
   */
  public record Logging(
      boolean debug,
      boolean trace,
      boolean traceVerbose,
      boolean logtime,
      Integer maxTracedMessageLength) {

    public static final Logging DEFAULT = new Logging(false, false, false, true, null);
  }

  /**
   * How a server stops.
   *
   * @param durationSeconds over how long its clients are sent away; at least 30
   * @param gracePeriodSeconds how long they may leave by themselves before that
   */
  public record LameDuck(long durationSeconds, long gracePeriodSeconds) {}
}
