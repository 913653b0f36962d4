package dev.natstoken.operator.nats;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Named configurations whose rendered text is committed and loaded by real servers. */
final class GoldenConfigs {

  static final Path FOLDER = Path.of("src/test/resources/golden/nats");
  static final Token TOKEN = Token.of("golden-token-0123456789");
  static final Token OTHER_TOKEN = Token.of("another-token-0123456789");
  static final TokenHash HASH =
      new TokenHash("$2a$04$vMSnumyhDYFEcv3V22Vk6.72Qo/tMMZj4KJ/1QEV8nqzwpOy3iBCO");
  static final RouteCredentials ROUTES = new RouteCredentials("routes", "golden-route-password");

  /** Texts of the two files of one server. */
  record Texts(String natsConf, String routesConf) {

    String digest() {
      return ConfigDigest.of(natsConf, routesConf);
    }

    Texts withRoutePort(int port) {
      return new Texts(natsConf, routesConf.replace("\"port\":6222", "\"port\":" + port));
    }
  }

  private GoldenConfigs() {}

  static Map<String, Texts> all() {
    Map<String, Texts> all = new TreeMap<>();
    all.put("defaults", texts(config(null, null, null, false, false), 1));
    all.put("three-servers", texts(config(null, null, null, false, false), 3));
    all.put("smallest-limits", texts(config(1024L, 1, 1, false, false), 1));
    all.put("largest-limits", texts(config(67108864L, 1000000, 10000000, false, false), 1));
    all.put("all-logging", texts(config(null, null, null, true, true), 1));
    return all;
  }

  static Texts texts(ServerConfig config, int servers) {
    List<String> hosts =
        java.util.stream.IntStream.range(0, servers)
            .mapToObj(i -> "orders-nats-" + i + ".orders-nats-headless.shop.svc")
            .toList();
    return new Texts(
        NatsConfig.render(config, HASH), RoutesConfig.render("orders-nats", ROUTES, hosts));
  }

  private static ServerConfig config(
      Long payload, Integer connections, Integer subscriptions, boolean debug, boolean trace) {
    return new ServerConfig(
        "orders-nats",
        5,
        new ServerConfig.Limits(payload, connections, subscriptions),
        new ServerConfig.Logging(debug, trace),
        new ServerConfig.LameDuck(30, 5));
  }
}
