package dev.natstoken.operator.nats.config;

import dev.natstoken.operator.nats.config.ServerConfig.LameDuck;
import dev.natstoken.operator.nats.config.ServerConfig.Limits;
import dev.natstoken.operator.nats.config.ServerConfig.Listeners;
import dev.natstoken.operator.nats.config.ServerConfig.Logging;
import dev.natstoken.operator.nats.config.ServerConfig.Mqtt;
import dev.natstoken.operator.nats.config.ServerConfig.Tls;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHash;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Named configurations whose rendered text is committed and loaded by real servers. */
public final class GoldenConfigs {

  static final Path FOLDER = Path.of("src/test/resources/golden/nats");
  public static final Token TOKEN = Token.of("golden-token-0123456789");
  public static final Token OTHER_TOKEN = Token.of("another-token-0123456789");
  public static final TokenHash HASH =
      new TokenHash("$2a$04$vMSnumyhDYFEcv3V22Vk6.72Qo/tMMZj4KJ/1QEV8nqzwpOy3iBCO");
  static final RouteCredentials ROUTES = new RouteCredentials("routes", "golden-route-password");

  private static final Mqtt LEAST_OF_MQTT =
      new Mqtt(1883, 1, null, null, false, null, false, false);
  private static final Mqtt ALL_OF_MQTT = new Mqtt(1883, 1, "1h", 65535, true, "8760h", true, true);

  private static final ServerConfig DEFAULT = limits(Limits.DEFAULT);

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
    all.put("defaults", texts(DEFAULT, 1));
    all.put("three-servers", texts(DEFAULT, 3));
    all.put(
        "smallest-limits", texts(limits(new Limits(1024, 1, 1, 65536, 4096, "1s", 1, "1s")), 1));
    all.put(
        "largest-limits",
        texts(
            limits(new Limits(67108864, 1000000, 10000000, 1073741824, 1048576, "1h", 100, "5m")),
            1));
    all.put(
        "all-logging",
        texts(
            config(Limits.DEFAULT, new Logging(true, true, true, false, 64), new LameDuck(30, 5)),
            1));
    all.put(
        "slow-lame-duck",
        texts(config(Limits.DEFAULT, Logging.DEFAULT, new LameDuck(3600, 3599)), 1));
    all.put(
        "all-listeners",
        texts(
            listeners(List.of("https://shop.example.com", "http://a:8080"), Optional.empty()), 1));
    all.put("listeners-by-default", texts(listeners(List.of(), Optional.empty()), 1));
    all.put("tls", texts(listeners(List.of(), Optional.of(new Tls(false, false))), 1));
    all.put("tls-everywhere", texts(listeners(List.of(), Optional.of(new Tls(true, true))), 3));
    all.put("one-that-stores", texts(jetstream(1L << 20, 9L << 20, Optional.empty(), false), 1));
    all.put(
        "one-that-stores-the-most",
        texts(jetstream(1L << 40, (64L << 40) / 10 * 9, Optional.of("hub-1_A"), false), 1));
    all.put("three-that-store", texts(jetstream(0, 1L << 30, Optional.of("hub"), true), 3));
    all.put("one-that-syncs-always", texts(syncing("always"), 1));
    all.put("one-that-syncs-often", texts(syncing("1s"), 1));
    all.put("three-that-store-in-memory", texts(jetstream(1L << 28, 0, Optional.empty(), true), 3));
    all.put("one-with-mqtt", texts(mqtt(LEAST_OF_MQTT, Logging.DEFAULT, Optional.empty()), 1));
    all.put(
        "one-with-all-of-mqtt",
        texts(mqtt(ALL_OF_MQTT, new Logging(true, true, true, false, null), Optional.empty()), 1));
    all.put(
        "tls-with-mqtt",
        texts(mqtt(LEAST_OF_MQTT, Logging.DEFAULT, Optional.of(new Tls(false, false))), 1));
    return all;
  }

  public static Texts texts(ServerConfig config, int servers) {
    List<String> hosts =
        java.util.stream.IntStream.range(0, servers)
            .mapToObj(i -> "orders-nats-" + i + ".orders-nats-headless.shop.svc")
            .toList();
    String routesConf = RoutesConfig.render("orders-nats", ROUTES, hosts);
    boolean routesTls = config.tls().filter(Tls::routes).isPresent();
    return new Texts(
        NatsConfig.render(config, HASH), routesTls ? RoutesConfig.withTls(routesConf) : routesConf);
  }

  private static ServerConfig listeners(List<String> origins, Optional<Tls> tls) {
    boolean more = !origins.isEmpty();
    var websocket = new ServerConfig.Websocket(8080, more, origins, more);
    return new ServerConfig(
        "orders-nats",
        5,
        Limits.DEFAULT,
        Logging.DEFAULT,
        new LameDuck(30, 5),
        new Listeners(Optional.of(websocket), Optional.empty(), OptionalInt.of(7422)),
        tls,
        Optional.empty());
  }

  /** Streams of MQTT are on disk; the other way in for its clients is WebSocket. */
  public static Texts mqtt(int servers) {
    Mqtt replicated = new Mqtt(1883, servers, null, null, false, null, false, false);
    return texts(mqtt(replicated, Logging.DEFAULT, Optional.empty()), servers);
  }

  private static ServerConfig mqtt(Mqtt mqtt, Logging logging, Optional<Tls> tls) {
    return new ServerConfig(
        "orders-nats",
        5,
        Limits.DEFAULT,
        logging,
        new LameDuck(30, 5),
        new Listeners(
            Optional.of(new ServerConfig.Websocket(8080, false, List.of(), false)),
            Optional.of(mqtt),
            OptionalInt.empty()),
        tls,
        Optional.of(
            new JetStreamConfig(
                0, 64L << 20, Optional.of("hub"), Optional.empty(), mqtt.streamReplicas() > 1)));
  }

  public static ServerConfig jetstream(
      long memory, long file, Optional<String> domain, boolean many) {
    return storing(new JetStreamConfig(memory, file, domain, Optional.empty(), many));
  }

  private static ServerConfig syncing(String interval) {
    return storing(
        new JetStreamConfig(0, 1L << 30, Optional.empty(), Optional.of(interval), false));
  }

  private static ServerConfig storing(JetStreamConfig jetstream) {
    return new ServerConfig(
        "orders-nats",
        5,
        Limits.DEFAULT,
        Logging.DEFAULT,
        new LameDuck(30, 5),
        Listeners.NONE,
        Optional.empty(),
        Optional.of(jetstream));
  }

  private static ServerConfig limits(Limits limits) {
    return config(limits, Logging.DEFAULT, new LameDuck(30, 5));
  }

  private static ServerConfig config(Limits limits, Logging logging, LameDuck lameDuck) {
    return new ServerConfig(
        "orders-nats",
        5,
        limits,
        logging,
        lameDuck,
        Listeners.NONE,
        Optional.empty(),
        Optional.empty());
  }
}
