package dev.natstoken.operator.nats.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.natstoken.operator.nats.config.Setting.Block;
import dev.natstoken.operator.nats.tls.CertificateFiles;
import dev.natstoken.operator.nats.token.TokenHash;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The text of nats.conf. The hash always stands in a JSON string: outside of one, nats-server takes
 * {@code $} for a variable.
 */
public final class NatsConfig {

  /** A folder that a server may write to. */
  public static final String PID_FOLDER = "/var/run/nats";

  /** Where a server writes its process id, for the signal by which it leaves. */
  public static final String PID_FILE = PID_FOLDER + "/nats.pid";

  private NatsConfig() {}

  /**
   * Renders it.
   *
   * @param routesFile name of the file with the cluster block
   */
  public static String render(ServerConfig config, TokenHash hash, String routesFile) {
    Settings all =
        config
            .settings()
            .with(Setting.CLIENT_PORT, NatsPorts.CLIENTS)
            .with(Setting.MONITOR_PORT, NatsPorts.MONITOR)
            .with(Setting.PID_FILE, PID_FILE)
            .with(AuthorizationConfig.settings(config.authTimeoutSeconds(), hash));
    if (all.has(Block.WEBSOCKET) && config.tls().isEmpty()) {
      all = all.with(Setting.WEBSOCKET_NO_TLS, true);
    }
    Map<String, Map<String, Object>> blocks = all.blocks();
    config.tls().ifPresent(tls -> addTls(blocks, tls, config.authTimeoutSeconds()));
    Map<String, Object> keys = new TreeMap<>(blocks);
    keys.remove(Block.TOP.key());
    keys.putAll(blocks.get(Block.TOP.key()));
    return ConfigText.write(keys) + (config.alone() ? "" : ConfigText.include(routesFile));
  }

  private static void addTls(
      Map<String, Map<String, Object>> blocks, ServerConfig.Tls tls, int timeoutSeconds) {
    Map<String, Object> block =
        TlsBlock.of(CertificateFiles.CLIENTS, tls.verifyClients(), timeoutSeconds);
    listeners()
        .map(Block::key)
        .filter(blocks::containsKey)
        .forEach(listener -> blocks.get(listener).put(TlsBlock.NAME, block));
  }

  private static Stream<Block> listeners() {
    return Stream.of(Block.values()).filter(Block::isListener);
  }

  /**
   * Reads back what was rendered. nats-server accepts an empty token, a truncated hash and a second
   * authorization block as valid, and then runs open or locks everybody out; so this is asked of
   * every text before it is written. Throws {@link IllegalStateException} that names the fault.
   *
   * @param letsIn whether a hash lets in the token; bcrypt is slow, so the caller may remember
   */
  public static void check(String natsConf, RoutesFile routesFile, Predicate<TokenHash> letsIn) {
    ObjectNode keys;
    ObjectNode routes;
    try {
      keys = ConfigText.read(natsConf);
      routes = ConfigText.read(routesFile.text());
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("rendered configuration: " + e.getMessage());
    }
    JsonNode routesTls = routes.path(RoutesConfig.BLOCK).path(TlsBlock.NAME);
    boolean alone = keys.has(Block.JETSTREAM.key()) && ConfigText.allIncludes(natsConf) == 0;
    require(
        alone
            || (ConfigText.allIncludes(natsConf) == 1
                && ConfigText.includes(natsConf, routesFile.name()) == 1),
        "it must include " + routesFile + " once and nothing else");
    require(ConfigText.allIncludes(routesFile.text()) == 0, "routes.conf must include nothing");
    requireKnown(keys);
    require(
        routes.size() == 1 && routes.has(RoutesConfig.BLOCK),
        "routes.conf must hold the cluster block and nothing else");
    Stream.concat(
            listeners().map(block -> in(keys, block).path(TlsBlock.NAME)), Stream.of(routesTls))
        .flatMap(tls -> TlsBlock.foreignKey(tls).stream())
        .forEach(k -> require(false, "tls must not have the key " + k));
    require(
        AuthorizationConfig.isComplete(keys),
        "authorization must hold timeout and token and nothing else");
    require(
        hashIn(natsConf).filter(letsIn).isPresent(),
        "the hash must be complete and verify the token");
    JsonNode routeAuthorization = routes.path(RoutesConfig.BLOCK).path("authorization");
    require(
        !routeAuthorization.path("password").asText("").isEmpty(),
        "the routes must have a password");
  }

  /** The hash in a text that we rendered; empty for anything else. */
  public static Optional<TokenHash> hashIn(String natsConf) {
    try {
      JsonNode token =
          in(ConfigText.read(natsConf), Block.AUTHORIZATION)
              .path(Setting.AUTHORIZATION_TOKEN.key());
      return token.isTextual() ? Optional.of(new TokenHash(token.textValue())) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The same text with another hash; throws {@link IllegalStateException} if it has none. */
  public static String withHash(String natsConf, TokenHash hash) {
    TokenHash former =
        hashIn(natsConf)
            .orElseThrow(() -> new IllegalStateException("the configuration has no hash"));
    return natsConf.replace(former.value(), hash.value());
  }

  /** Whether a text includes this file. */
  public static boolean includes(String natsConf, String file) {
    return ConfigText.includes(natsConf, file) > 0;
  }

  private static void requireKnown(ObjectNode keys) {
    for (Block block : Block.values()) {
      String owner = block == Block.TOP ? "the top" : block.key();
      in(keys, block)
          .fieldNames()
          .forEachRemaining(k -> require(block.knows(k), owner + " must not have the key " + k));
    }
  }

  static JsonNode in(ObjectNode keys, Block block) {
    return block == Block.TOP ? keys : keys.path(block.key());
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalStateException("rendered configuration: " + rule);
    }
  }
}
