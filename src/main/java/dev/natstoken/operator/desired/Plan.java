package dev.natstoken.operator.desired;

import dev.natstoken.operator.api.ImageSpec;
import dev.natstoken.operator.api.LimitsSpec;
import dev.natstoken.operator.api.LoggingSpec;
import dev.natstoken.operator.api.MqttSpec;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.api.SecretName;
import dev.natstoken.operator.api.WebsocketSpec;
import dev.natstoken.operator.nats.config.ConfigDigest;
import dev.natstoken.operator.nats.config.NatsConfig;
import dev.natstoken.operator.nats.config.RoutesConfig;
import dev.natstoken.operator.nats.config.ServerConfig;
import dev.natstoken.operator.nats.token.TokenHash;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The configuration and the set of servers that a spec and its credentials lead to.
 *
 * @param natsConf checked by parsing it back: it never lets in anybody but the token
 */
public record Plan(ServerSet servers, String natsConf) {

  /**
   * By what clients and servers are let in.
   *
   * @param hash of the token
   * @param routesConf text of routes.conf, as it is without TLS
   * @param letsIn whether a hash lets in the token
   */
  public record Credentials(TokenHash hash, String routesConf, Predicate<TokenHash> letsIn) {}

  /**
   * Renders and checks it.
   *
   * @param claimSize that the claims of the servers have by now; empty: the wanted one
   */
  public static Plan of(
      Owner owner,
      NatsTokenAuthSpec spec,
      String defaultRepository,
      Credentials credentials,
      List<MountedCertificate> certificates,
      Optional<String> claimSize) {
    ServerConfig config = serverConfig(owner, spec, claimSize);
    String natsConf = NatsConfig.render(config, credentials.hash());
    boolean routesTls = config.tls().filter(ServerConfig.Tls::routes).isPresent();
    String plain = credentials.routesConf();
    String routesConf = routesTls ? RoutesConfig.withTls(plain) : plain;
    NatsConfig.check(natsConf, routesConf, credentials.letsIn());
    String digest = ConfigDigest.of(natsConf, routesConf);
    ImageSpec image = spec.imageOrDefault();
    ServerSet servers =
        new ServerSet(
            owner,
            spec.replicasOrDefault(),
            0,
            reference(image, defaultRepository, spec.versionOrDefault()),
            image.pullPolicyOrDefault().name(),
            image.pullSecretsOrEmpty().stream().map(SecretName::name).toList(),
            owner.names().configMap(digest),
            digest,
            spec.limitsOrDefault().lameDuckDurationOrDefault().toSeconds(),
            spec.podOrDefault(),
            Listener.of(spec),
            certificates,
            spec.exporter(),
            JetStreamWish.storage(spec, claimSize));
    return new Plan(servers, natsConf);
  }

  private static String reference(ImageSpec image, String defaultRepository, String version) {
    String repository = image.repository() == null ? defaultRepository : image.repository();
    String tagged = repository + ":" + version;
    return image.digest() == null ? tagged : tagged + "@" + image.digest();
  }

  private static ServerConfig serverConfig(
      Owner owner, NatsTokenAuthSpec spec, Optional<String> claimSize) {
    LimitsSpec limits = spec.limitsOrDefault();
    LoggingSpec logging = spec.loggingOrDefault();
    return new ServerConfig(
        owner.names().statefulSet(),
        spec.authTimeoutSeconds(),
        new ServerConfig.Limits(
            limits.maxPayload(),
            limits.maxConnections(),
            limits.maxSubscriptions(),
            limits.maxPending(),
            limits.maxControlLine(),
            limits.pingInterval(),
            limits.pingMax(),
            limits.writeDeadline()),
        new ServerConfig.Logging(
            logging.debugOrDefault(),
            logging.traceOrDefault(),
            logging.traceVerboseOrDefault(),
            logging.logtimeOrDefault(),
            logging.maxTracedMessageLength()),
        new ServerConfig.LameDuck(
            limits.lameDuckDurationOrDefault().toSeconds(),
            limits.lameDuckGracePeriodOrDefault().toSeconds()),
        listeners(spec),
        spec.tlsIfAny()
            .map(tls ->
                new ServerConfig.Tls(
                    tls.verifyClientsOrDefault(), tls.routesSecretName().isPresent())),
        JetStreamWish.config(spec, claimSize));
  }

  private static ServerConfig.Listeners listeners(NatsTokenAuthSpec spec) {
    return new ServerConfig.Listeners(
        spec.websocketEnabled() ? Optional.of(websocket(spec.websocket())) : Optional.empty(),
        spec.mqttIfEnabled().map(mqtt -> mqtt(mqtt, spec.replicasOrDefault())),
        spec.leafNodesEnabled() ? OptionalInt.of(Listener.LEAF_NODES.port()) : OptionalInt.empty());
  }

  private static ServerConfig.Websocket websocket(WebsocketSpec websocket) {
    return new ServerConfig.Websocket(
        Listener.WEBSOCKET.port(),
        Boolean.TRUE.equals(websocket.sameOrigin()),
        websocket.allowedOrigins() == null ? List.of() : websocket.allowedOrigins(),
        Boolean.TRUE.equals(websocket.compression()));
  }

  private static ServerConfig.Mqtt mqtt(MqttSpec mqtt, int servers) {
    return new ServerConfig.Mqtt(
        Listener.MQTT.port(),
        mqtt.streamReplicasOrDefault(servers),
        mqtt.ackWait(),
        mqtt.maxAckPending(),
        Boolean.TRUE.equals(mqtt.consumerMemoryStorage()),
        mqtt.consumerInactiveThreshold(),
        Boolean.TRUE.equals(mqtt.rejectQos2Publish()),
        Boolean.TRUE.equals(mqtt.downgradeQos2Subscribe()));
  }
}
