package dev.natstoken.operator.nats.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.natstoken.operator.nats.tls.CertificateFiles;
import dev.natstoken.operator.nats.token.TokenHash;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The text of nats.conf. The hash always stands in a JSON string: outside of one, nats-server takes
 * {@code $} for a variable.
 */
public final class NatsConfig {

  private static final String AUTHORIZATION = "authorization";
  private static final String TOKEN = "token";

  private static final String LEAF_NODES = "leafnodes";
  private static final String MQTT = "mqtt";
  private static final String WEBSOCKET = "websocket";

  /** With an authorization or a default user of its own a listener would not ask for the token. */
  private static final Map<String, Set<String>> KNOWN_IN_BLOCKS =
      Map.of(
          JetStreamConfig.BLOCK,
          JetStreamConfig.KNOWN,
          LEAF_NODES,
          Set.of("port", TlsBlock.NAME),
          MQTT,
          Set.of(
              "ack_wait",
              "consumer_inactive_threshold",
              "consumer_memory_storage",
              "downgrade_qos2_subscribe",
              "max_ack_pending",
              "port",
              "reject_qos2_publish",
              "stream_replicas",
              TlsBlock.NAME),
          WEBSOCKET,
          Set.of("allowed_origins", "compression", "no_tls", "port", "same_origin", TlsBlock.NAME));

  private static final Set<String> KNOWN =
      Set.of(
          AUTHORIZATION,
          "debug",
          "http_port",
          JetStreamConfig.BLOCK,
          "lame_duck_duration",
          "lame_duck_grace_period",
          LEAF_NODES,
          "logtime",
          "max_connections",
          "max_control_line",
          "max_payload",
          "max_pending",
          "max_subscriptions",
          "max_traced_msg_len",
          MQTT,
          "pid_file",
          "ping_interval",
          "ping_max",
          "port",
          TlsBlock.NAME,
          "trace",
          "trace_verbose",
          WEBSOCKET,
          "write_deadline");

  private NatsConfig() {}

  public static String render(ServerConfig config, TokenHash hash) {
    Map<String, Object> keys = new TreeMap<>();
    keys.put("port", 4222);
    keys.put("http_port", 8222);
    keys.put("pid_file", "/var/run/nats/nats.pid");
    keys.put(
        AUTHORIZATION,
        RoutesConfig.orderedMap("timeout", config.authTimeoutSeconds(), TOKEN, hash.value()));
    keys.put("lame_duck_duration", config.lameDuck().durationSeconds() + "s");
    keys.put("lame_duck_grace_period", config.lameDuck().gracePeriodSeconds() + "s");
    ServerConfig.Limits limits = config.limits();
    putIfSet(keys, "max_payload", limits.maxPayload());
    putIfSet(keys, "max_connections", limits.maxConnections());
    putIfSet(keys, "max_subscriptions", limits.maxSubscriptions());
    putIfSet(keys, "max_pending", limits.maxPending());
    putIfSet(keys, "max_control_line", limits.maxControlLine());
    putIfSet(keys, "ping_interval", limits.pingInterval());
    putIfSet(keys, "ping_max", limits.pingMax());
    putIfSet(keys, "write_deadline", limits.writeDeadline());
    ServerConfig.Logging logging = config.logging();
    putIfSet(keys, "debug", logging.debug() ? true : null);
    putIfSet(keys, "trace", logging.trace() ? true : null);
    putIfSet(keys, "trace_verbose", logging.traceVerbose() ? true : null);
    putIfSet(keys, "max_traced_msg_len", logging.maxTracedMessageLength());
    putIfSet(keys, "logtime", logging.logtime() ? null : false);
    Optional<Map<String, Object>> tls = config.tls().map(t -> clientTls(t, config));
    tls.ifPresent(block -> keys.put(TlsBlock.NAME, block));
    config.listeners().websocket().ifPresent(w -> keys.put(WEBSOCKET, websocket(w, tls)));
    config.listeners().mqtt().ifPresent(m -> keys.put(MQTT, mqtt(m, tls)));
    config.listeners().leafNodesPort().ifPresent(p -> keys.put(LEAF_NODES, leafNodes(p, tls)));
    config.jetstream().ifPresent(j -> keys.put(JetStreamConfig.BLOCK, j.block()));
    boolean alone = config.jetstream().filter(j -> !j.clustered()).isPresent();
    boolean routesTls = config.tls().filter(ServerConfig.Tls::routes).isPresent();
    return ConfigText.write(keys) + (alone ? "" : ConfigText.include(RoutesConfig.file(routesTls)));
  }

  private static Map<String, Object> clientTls(ServerConfig.Tls tls, ServerConfig config) {
    return TlsBlock.of(CertificateFiles.CLIENTS, tls.verifyClients(), config.authTimeoutSeconds());
  }

  private static Map<String, Object> leafNodes(int port, Optional<Map<String, Object>> tls) {
    Map<String, Object> block = new TreeMap<>();
    block.put("port", port);
    tls.ifPresent(t -> block.put(TlsBlock.NAME, t));
    return block;
  }

  private static Map<String, Object> websocket(
      ServerConfig.Websocket websocket, Optional<Map<String, Object>> tls) {
    Map<String, Object> block = new TreeMap<>();
    block.put("port", websocket.port());
    tls.ifPresentOrElse(t -> block.put(TlsBlock.NAME, t), () -> block.put("no_tls", true));
    putIfSet(block, "same_origin", websocket.sameOrigin() ? true : null);
    putIfSet(block, "compression", websocket.compression() ? true : null);
    List<String> origins = websocket.allowedOrigins();
    putIfSet(block, "allowed_origins", origins.isEmpty() ? null : origins);
    return block;
  }

  private static Map<String, Object> mqtt(
      ServerConfig.Mqtt mqtt, Optional<Map<String, Object>> tls) {
    Map<String, Object> block = new TreeMap<>();
    block.put("port", mqtt.port());
    tls.ifPresent(t -> block.put(TlsBlock.NAME, t));
    block.put("stream_replicas", mqtt.streamReplicas());
    putIfSet(block, "ack_wait", mqtt.ackWait());
    putIfSet(block, "max_ack_pending", mqtt.maxAckPending());
    putIfSet(block, "consumer_memory_storage", mqtt.consumerMemoryStorage() ? true : null);
    putIfSet(block, "consumer_inactive_threshold", mqtt.consumerInactiveThreshold());
    putIfSet(block, "reject_qos2_publish", mqtt.rejectQos2Publish() ? true : null);
    putIfSet(block, "downgrade_qos2_subscribe", mqtt.downgradeQos2Subscribe() ? true : null);
    return block;
  }

  /**
   * Reads back what was rendered. nats-server accepts an empty token, a truncated hash and a second
   * authorization block as valid, and then runs open or locks everybody out; so this is asked of
   * every text before it is written. Throws {@link IllegalStateException} that names the fault.
   *
   * @param letsIn whether a hash lets in the token; bcrypt is slow, so the caller may remember
   */
  public static void check(String natsConf, String routesConf, Predicate<TokenHash> letsIn) {
    ObjectNode keys;
    ObjectNode routes;
    try {
      keys = ConfigText.read(natsConf);
      routes = ConfigText.read(routesConf);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("rendered configuration: " + e.getMessage());
    }
    JsonNode routesTls = routes.path(RoutesConfig.BLOCK).path(TlsBlock.NAME);
    String routesFile = RoutesConfig.file(!routesTls.isMissingNode());
    boolean alone = keys.has(JetStreamConfig.BLOCK) && ConfigText.allIncludes(natsConf) == 0;
    require(
        alone
            || (ConfigText.allIncludes(natsConf) == 1
                && ConfigText.includes(natsConf, routesFile) == 1),
        "it must include " + routesFile + " once and nothing else");
    require(ConfigText.allIncludes(routesConf) == 0, "routes.conf must include nothing");
    keys.fieldNames()
        .forEachRemaining(k -> require(KNOWN.contains(k), "key " + k + " is not one of ours"));
    require(
        routes.size() == 1 && routes.has(RoutesConfig.BLOCK),
        "routes.conf must hold the cluster block and nothing else");
    KNOWN_IN_BLOCKS.forEach((block, known) ->
        keys.path(block)
            .fieldNames()
            .forEachRemaining(
                k -> require(known.contains(k), block + " must not have the key " + k)));
    TlsBlock.foreignKey(keys.path(TlsBlock.NAME))
        .or(() -> TlsBlock.foreignKey(keys.path(LEAF_NODES).path(TlsBlock.NAME)))
        .or(() -> TlsBlock.foreignKey(keys.path(MQTT).path(TlsBlock.NAME)))
        .or(() -> TlsBlock.foreignKey(keys.path(WEBSOCKET).path(TlsBlock.NAME)))
        .or(() -> TlsBlock.foreignKey(routesTls))
        .ifPresent(k -> require(false, "tls must not have the key " + k));
    JsonNode authorization = keys.path(AUTHORIZATION);
    require(
        authorization.size() == 2 && authorization.has("timeout") && authorization.has(TOKEN),
        "authorization must hold timeout and token and nothing else");
    require(
        hashIn(natsConf).filter(letsIn).isPresent(),
        "the hash must be complete and verify the token");
    JsonNode routeAuthorization = routes.path(RoutesConfig.BLOCK).path(AUTHORIZATION);
    require(
        !routeAuthorization.path("password").asText("").isEmpty(),
        "the routes must have a password");
  }

  /** The hash in a text that we rendered; empty for anything else. */
  public static Optional<TokenHash> hashIn(String natsConf) {
    try {
      JsonNode token = ConfigText.read(natsConf).path(AUTHORIZATION).path(TOKEN);
      return token.isTextual() ? Optional.of(new TokenHash(token.textValue())) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void putIfSet(Map<String, Object> keys, String key, Object value) {
    if (value != null) {
      keys.put(key, value);
    }
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalStateException("rendered configuration: " + rule);
    }
  }
}
