package dev.natstoken.operator.nats.config;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A setting of nats-server that we write, with its place in nats.conf and the kind of its value.
 * {@link Settings} renders these, and {@link NatsConfig#check} lets pass these and no others: with
 * an authorization or a default user of its own, a listener would not ask for the token.
 */
public enum Setting {
  CLIENT_PORT(Block.TOP, "port", Kind.NUMBER),
  MONITOR_PORT(Block.TOP, "http_port", Kind.NUMBER),
  PID_FILE(Block.TOP, "pid_file", Kind.TEXT),
  LAME_DUCK_DURATION(Block.TOP, "lame_duck_duration", Kind.TEXT),
  LAME_DUCK_GRACE_PERIOD(Block.TOP, "lame_duck_grace_period", Kind.TEXT),

  MAX_PAYLOAD(Block.TOP, "max_payload", Kind.NUMBER),
  MAX_CONNECTIONS(Block.TOP, "max_connections", Kind.NUMBER),
  MAX_SUBSCRIPTIONS(Block.TOP, "max_subscriptions", Kind.NUMBER),
  MAX_PENDING(Block.TOP, "max_pending", Kind.NUMBER),
  MAX_CONTROL_LINE(Block.TOP, "max_control_line", Kind.NUMBER),
  PING_INTERVAL(Block.TOP, "ping_interval", Kind.TEXT),
  PING_MAX(Block.TOP, "ping_max", Kind.NUMBER),
  WRITE_DEADLINE(Block.TOP, "write_deadline", Kind.TEXT),

  DEBUG(Block.TOP, "debug", Kind.OFF_BY_DEFAULT),
  TRACE(Block.TOP, "trace", Kind.OFF_BY_DEFAULT),
  TRACE_VERBOSE(Block.TOP, "trace_verbose", Kind.OFF_BY_DEFAULT),
  LOGTIME(Block.TOP, "logtime", Kind.ON_BY_DEFAULT),
  /** If absent, payloads are traced in full. */
  MAX_TRACED_MESSAGE_LENGTH(Block.TOP, "max_traced_msg_len", Kind.NUMBER),

  AUTHORIZATION_TIMEOUT(Block.AUTHORIZATION, "timeout", Kind.NUMBER),
  AUTHORIZATION_TOKEN(Block.AUTHORIZATION, "token", Kind.TEXT),

  /** Zero: no streams in memory. If absent, it would be nats-server's guess from the machine. */
  JETSTREAM_MAX_MEMORY(Block.JETSTREAM, "max_memory_store", Kind.NUMBER),
  /** Zero: no streams on disk. Where they are is on the command line, a matter of the pod. */
  JETSTREAM_MAX_FILE(Block.JETSTREAM, "max_file_store", Kind.NUMBER),
  JETSTREAM_DOMAIN(Block.JETSTREAM, "domain", Kind.TEXT),
  /** Such as 30s, or always. */
  JETSTREAM_SYNC_INTERVAL(Block.JETSTREAM, "sync_interval", Kind.TEXT),

  LEAF_NODES_PORT(Block.LEAF_NODES, "port", Kind.NUMBER),

  MQTT_PORT(Block.MQTT, "port", Kind.NUMBER),
  /** On how many servers each of its streams is kept. */
  MQTT_STREAM_REPLICAS(Block.MQTT, "stream_replicas", Kind.NUMBER),
  MQTT_ACK_WAIT(Block.MQTT, "ack_wait", Kind.TEXT),
  MQTT_MAX_ACK_PENDING(Block.MQTT, "max_ack_pending", Kind.NUMBER),
  MQTT_CONSUMER_MEMORY_STORAGE(Block.MQTT, "consumer_memory_storage", Kind.OFF_BY_DEFAULT),
  MQTT_CONSUMER_INACTIVE_THRESHOLD(Block.MQTT, "consumer_inactive_threshold", Kind.TEXT),
  MQTT_REJECT_QOS2_PUBLISH(Block.MQTT, "reject_qos2_publish", Kind.OFF_BY_DEFAULT),
  MQTT_DOWNGRADE_QOS2_SUBSCRIBE(Block.MQTT, "downgrade_qos2_subscribe", Kind.OFF_BY_DEFAULT),

  WEBSOCKET_PORT(Block.WEBSOCKET, "port", Kind.NUMBER),
  /** The server asks for this word before it does without TLS. */
  WEBSOCKET_NO_TLS(Block.WEBSOCKET, "no_tls", Kind.OFF_BY_DEFAULT),
  WEBSOCKET_SAME_ORIGIN(Block.WEBSOCKET, "same_origin", Kind.OFF_BY_DEFAULT),
  WEBSOCKET_ALLOWED_ORIGINS(Block.WEBSOCKET, "allowed_origins", Kind.TEXTS),
  WEBSOCKET_COMPRESSION(Block.WEBSOCKET, "compression", Kind.OFF_BY_DEFAULT);

  private final Block block;
  private final String key;
  private final Kind kind;

  Setting(Block block, String key, Kind kind) {
    this.block = block;
    this.key = key;
    this.kind = kind;
  }

  Block block() {
    return block;
  }

  String key() {
    return key;
  }

  Kind kind() {
    return kind;
  }

  /** Where in nats.conf a setting stands; what is a listener can have a tls block. */
  enum Block {
    TOP("", true),
    AUTHORIZATION("authorization", false),
    JETSTREAM("jetstream", false),
    LEAF_NODES("leafnodes", true),
    MQTT("mqtt", true),
    WEBSOCKET("websocket", true);

    private final String key;
    private final boolean listener;

    Block(String key, boolean listener) {
      this.key = key;
      this.listener = listener;
    }

    /** The key of the block at the top; empty for the top itself. */
    String key() {
      return key;
    }

    boolean isListener() {
      return listener;
    }

    /** Whether anything of ours has this key in this block, a block in the top among it. */
    boolean knows(String name) {
      boolean setting =
          Stream.of(Setting.values()).anyMatch(s -> s.block == this && s.key.equals(name));
      boolean inner = this == TOP && at(name).isPresent();
      return setting || inner || (listener && name.equals(TlsBlock.NAME));
    }

    private static Optional<Block> at(String key) {
      return Stream.of(values()).filter(b -> b != TOP && b.key.equals(key)).findFirst();
    }
  }

  /** What values there are. One that is nats-server's own default is not written. */
  enum Kind {
    NUMBER,
    /** Durations are such, like 90s, 2m or 1h. */
    TEXT,
    TEXTS,
    OFF_BY_DEFAULT,
    ON_BY_DEFAULT;

    boolean takes(Object value) {
      return switch (this) {
        case NUMBER -> value instanceof Integer || value instanceof Long;
        case TEXT -> value instanceof String;
        case TEXTS ->
            value instanceof Collection<?> all && all.stream().allMatch(String.class::isInstance);
        case OFF_BY_DEFAULT, ON_BY_DEFAULT -> value instanceof Boolean;
      };
    }

    boolean isDefault(Object value) {
      return switch (this) {
        case NUMBER, TEXT -> false;
        case TEXTS -> ((Collection<?>) value).isEmpty();
        case OFF_BY_DEFAULT -> value.equals(false);
        case ON_BY_DEFAULT -> value.equals(true);
      };
    }
  }
}
