package dev.natstoken.operator.nats.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.natstoken.operator.nats.tls.CertificateFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text of routes.conf: the cluster block. Its password is in clear because gossip sends it as
 * it is configured (server/route.go), and because the URLs of the peers hold it anyway.
 */
public final class RoutesConfig {

  public static final String FILE = "routes.conf";

  static final String BLOCK = "cluster";
  private static final int AUTH_TIMEOUT_SECONDS = 5;

  private RoutesConfig() {}

  /**
   * The text for one set of servers.
   *
   * @param peerHosts servers to dial; more are found by gossip
   */
  public static String render(
      String clusterName, RouteCredentials credentials, List<String> peerHosts) {
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("name", clusterName);
    cluster.put("port", NatsPorts.ROUTES);
    cluster.put(
        "authorization",
        orderedMap(
            "user", credentials.user(),
            "password", credentials.password(),
            "timeout", AUTH_TIMEOUT_SECONDS));
    cluster.put(
        "routes",
        peerHosts.stream()
            .map(h -> "nats://" + userInfo(credentials) + "@" + new HostPort(h, NatsPorts.ROUTES))
            .toList());
    return ConfigText.write(Map.of(BLOCK, cluster));
  }

  /** The text for the same set of servers, with TLS between them. */
  public static String withTls(String routesConf) {
    ObjectNode keys = ConfigText.read(routesConf);
    ObjectNode cluster = keys.withObject("/" + BLOCK);
    cluster.putPOJO(
        TlsBlock.NAME, TlsBlock.of(CertificateFiles.ROUTES, true, AUTH_TIMEOUT_SECONDS));
    return ConfigText.write(Map.of(BLOCK, cluster));
  }

  /** Reads the credentials back; throws {@link IllegalArgumentException} if they are not there. */
  public static RouteCredentials parse(String routesConf) {
    JsonNode authorization = ConfigText.read(routesConf).path(BLOCK).path("authorization");
    String user = authorization.path("user").asText("");
    String password = authorization.path("password").asText("");
    if (user.isEmpty() || password.isEmpty()) {
      throw new IllegalArgumentException("no route credentials");
    }
    return new RouteCredentials(user, password);
  }

  /** How many servers it has to dial. */
  public static int seeds(String routesConf) {
    return ConfigText.read(routesConf).path(BLOCK).path("routes").size();
  }

  public static Map<String, Object> orderedMap(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private static String userInfo(RouteCredentials credentials) {
    return PercentEncoding.of(credentials.user())
        + ":"
        + PercentEncoding.of(credentials.password());
  }
}
