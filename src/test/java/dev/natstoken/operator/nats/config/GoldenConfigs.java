package dev.natstoken.operator.nats.config;

import dev.natstoken.operator.nats.config.ServerConfig.Tls;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHash;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Named configurations whose rendered text is committed and loaded by real servers. */
public final class GoldenConfigs {

  static final Path FOLDER = Path.of("src/test/resources/golden/nats");
  public static final Token TOKEN = Token.of("golden-token-0123456789");
  public static final Token OTHER_TOKEN = Token.of("another-token-0123456789");
  public static final TokenHash HASH =
      new TokenHash("$2a$04$vMSnumyhDYFEcv3V22Vk6.72Qo/tMMZj4KJ/1QEV8nqzwpOy3iBCO");
  static final RouteCredentials ROUTES = new RouteCredentials("routes", "golden-route-password");

  private static final Settings ALL_OF_MQTT =
      Settings.NONE
          .with(Setting.MQTT_ACK_WAIT, "1h")
          .with(Setting.MQTT_MAX_ACK_PENDING, 65535)
          .with(Setting.MQTT_CONSUMER_MEMORY_STORAGE, true)
          .with(Setting.MQTT_CONSUMER_INACTIVE_THRESHOLD, "8760h")
          .with(Setting.MQTT_REJECT_QOS2_PUBLISH, true)
          .with(Setting.MQTT_DOWNGRADE_QOS2_SUBSCRIBE, true);
  private static final Settings ALL_LOGGING =
      Settings.NONE
          .with(Setting.DEBUG, true)
          .with(Setting.TRACE, true)
          .with(Setting.TRACE_VERBOSE, true)
          .with(Setting.LOGTIME, false);
  private static final Settings SMALLEST_LIMITS =
      Settings.NONE
          .with(Setting.MAX_PAYLOAD, 1024)
          .with(Setting.MAX_CONNECTIONS, 1)
          .with(Setting.MAX_SUBSCRIPTIONS, 1)
          .with(Setting.MAX_PENDING, 65536)
          .with(Setting.MAX_CONTROL_LINE, 4096)
          .with(Setting.PING_INTERVAL, "1s")
          .with(Setting.PING_MAX, 1)
          .with(Setting.WRITE_DEADLINE, "1s");
  private static final Settings LARGEST_LIMITS =
      Settings.NONE
          .with(Setting.MAX_PAYLOAD, 67108864)
          .with(Setting.MAX_CONNECTIONS, 1000000)
          .with(Setting.MAX_SUBSCRIPTIONS, 10000000)
          .with(Setting.MAX_PENDING, 1073741824)
          .with(Setting.MAX_CONTROL_LINE, 1048576)
          .with(Setting.PING_INTERVAL, "1h")
          .with(Setting.PING_MAX, 100)
          .with(Setting.WRITE_DEADLINE, "5m");

  /** Texts of the two files of one server. */
  public record Texts(String natsConf, String routesConf) {

    public String digest() {
      return ConfigDigest.of(natsConf, routesConf);
    }

    /** With other ports for what listens besides the client port, if anything does. */
    public Texts withListeners(int websocket, int mqtt, int leafNodes) {
      return new Texts(
          natsConf
              .replace("\"port\":8080", "\"port\":" + websocket)
              .replace("\"port\":1883", "\"port\":" + mqtt)
              .replace("\"port\":7422", "\"port\":" + leafNodes),
          routesConf);
    }

    /** For the server of this number, where each of them takes routes at one of these ports. */
    public Texts amongOthers(int index, List<Integer> routePorts) {
      String routes = routesConf;
      for (int i = 0; i < routePorts.size(); i++) {
        routes =
            routes.replace(
                "orders-nats-" + i + ".orders-nats-headless.shop.svc:6222",
                "127.0.0.1:" + routePorts.get(i));
      }
      return new Texts(natsConf, routes).withRoutePort(routePorts.get(index));
    }

    public Texts withRoutePort(int port) {
      return new Texts(natsConf, routesConf.replace("\"port\":6222", "\"port\":" + port));
    }
  }

  private GoldenConfigs() {}

  public static Map<String, Texts> all() {
    Map<String, Texts> all = new TreeMap<>();
    all.put("defaults", texts(leaving(30, 5), 1));
    all.put("three-servers", texts(leaving(30, 5), 3));
    all.put("smallest-limits", texts(with(SMALLEST_LIMITS, Optional.empty()), 1));
    all.put("largest-limits", texts(with(LARGEST_LIMITS, Optional.empty()), 1));
    all.put(
        "all-logging",
        texts(with(ALL_LOGGING.with(Setting.MAX_TRACED_MESSAGE_LENGTH, 64), Optional.empty()), 1));
    all.put("slow-lame-duck", texts(leaving(3600, 3599), 1));
    all.put(
        "all-listeners",
        texts(
            listeners(List.of("https://shop.example.com", "http://a:8080"), Optional.empty()), 1));
    all.put("listeners-by-default", texts(listeners(List.of(), Optional.empty()), 1));
    all.put("tls", texts(listeners(List.of(), Optional.of(new Tls(false, false))), 1));
    all.put("tls-everywhere", texts(listeners(List.of(), Optional.of(new Tls(true, true))), 3));
    all.put("one-that-stores", texts(storing(jetstream(1L << 20, 9L << 20), 1), 1));
    all.put(
        "one-that-stores-the-most",
        texts(
            storing(
                jetstream(1L << 40, (64L << 40) / 10 * 9).with(Setting.JETSTREAM_DOMAIN, "hub-1_A"),
                1),
            1));
    all.put(
        "three-that-store",
        texts(storing(jetstream(0, 1L << 30).with(Setting.JETSTREAM_DOMAIN, "hub"), 3), 3));
    all.put("one-that-syncs-always", texts(syncing("always"), 1));
    all.put("one-that-syncs-often", texts(syncing("1s"), 1));
    all.put("three-that-store-in-memory", texts(storing(jetstream(1L << 28, 0), 3), 3));
    all.put("one-with-mqtt", texts(mqtt(1, Settings.NONE, Optional.empty()), 1));
    all.put(
        "one-with-all-of-mqtt", texts(mqtt(1, ALL_OF_MQTT.with(ALL_LOGGING), Optional.empty()), 1));
    all.put("tls-with-mqtt", texts(mqtt(1, Settings.NONE, Optional.of(new Tls(false, false))), 1));
    return all;
  }

  public static Texts texts(ServerConfig config, int servers) {
    List<String> hosts =
        java.util.stream.IntStream.range(0, servers)
            .mapToObj(i -> "orders-nats-" + i + ".orders-nats-headless.shop.svc")
            .toList();
    RoutesFile plain =
        new RoutesFile(RoutesConfig.FILE, RoutesConfig.render("orders-nats", ROUTES, hosts));
    RoutesFile routes = config.routesTls() ? plain.withTls() : plain;
    return new Texts(NatsConfig.render(config, HASH, routes.name()), routes.text());
  }

  private static ServerConfig listeners(List<String> origins, Optional<Tls> tls) {
    boolean more = !origins.isEmpty();
    return with(
        Settings.NONE
            .with(Setting.WEBSOCKET_PORT, NatsPorts.WEBSOCKET)
            .with(Setting.WEBSOCKET_SAME_ORIGIN, more)
            .with(Setting.WEBSOCKET_ALLOWED_ORIGINS, origins)
            .with(Setting.WEBSOCKET_COMPRESSION, more)
            .with(Setting.LEAF_NODES_PORT, NatsPorts.LEAF_NODES),
        tls);
  }

  /** Streams of MQTT are on disk; the other way in for its clients is WebSocket. */
  public static Texts mqtt(int servers) {
    return texts(mqtt(servers, Settings.NONE, Optional.empty()), servers);
  }

  private static ServerConfig mqtt(int servers, Settings more, Optional<Tls> tls) {
    ServerConfig config =
        storing(jetstream(0, 64L << 20).with(Setting.JETSTREAM_DOMAIN, "hub"), servers);
    return new ServerConfig(
        config.authTimeoutSeconds(),
        config
            .settings()
            .with(Setting.WEBSOCKET_PORT, NatsPorts.WEBSOCKET)
            .with(Setting.MQTT_PORT, NatsPorts.MQTT)
            .with(Setting.MQTT_STREAM_REPLICAS, servers)
            .with(more),
        tls,
        config.alone());
  }

  public static Settings jetstream(long memory, long file) {
    return Settings.NONE
        .with(Setting.JETSTREAM_MAX_MEMORY, memory)
        .with(Setting.JETSTREAM_MAX_FILE, file);
  }

  private static ServerConfig syncing(String interval) {
    return storing(jetstream(0, 1L << 30).with(Setting.JETSTREAM_SYNC_INTERVAL, interval), 1);
  }

  public static ServerConfig storing(Settings jetstream, int servers) {
    return new ServerConfig(
        5, leaving(30, 5).settings().with(jetstream), Optional.empty(), servers == 1);
  }

  private static ServerConfig with(Settings settings, Optional<Tls> tls) {
    return new ServerConfig(5, leaving(30, 5).settings().with(settings), tls, false);
  }

  /** One with nothing but what every server has, which sends its clients away in this time. */
  public static ServerConfig leaving(int seconds, int graceSeconds) {
    Settings settings =
        Settings.NONE
            .with(Setting.LAME_DUCK_DURATION, seconds + "s")
            .with(Setting.LAME_DUCK_GRACE_PERIOD, graceSeconds + "s");
    return new ServerConfig(5, settings, Optional.empty(), false);
  }
}
