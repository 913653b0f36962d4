package dev.natstoken.operator.desired;

import dev.natstoken.operator.api.ImageSpec;
import dev.natstoken.operator.api.LimitsSpec;
import dev.natstoken.operator.api.LoggingSpec;
import dev.natstoken.operator.api.MonitoringSpec.Exporter;
import dev.natstoken.operator.api.MqttSpec;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.api.SecretName;
import dev.natstoken.operator.api.WebsocketSpec;
import dev.natstoken.operator.nats.config.ConfigDigest;
import dev.natstoken.operator.nats.config.NatsConfig;
import dev.natstoken.operator.nats.config.NatsPorts;
import dev.natstoken.operator.nats.config.RoutesFile;
import dev.natstoken.operator.nats.config.ServerConfig;
import dev.natstoken.operator.nats.config.Setting;
import dev.natstoken.operator.nats.config.Settings;
import dev.natstoken.operator.nats.token.TokenHash;
import java.util.List;
import java.util.Optional;
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
   * @param routes the cluster block, as it is without TLS
   * @param letsIn whether a hash lets in the token
   */
  public record Credentials(TokenHash hash, RoutesFile routes, Predicate<TokenHash> letsIn) {

    /** Without the password of the routes. */
    @Override
    public String toString() {
      return "Credentials";
    }
  }

  /** Where a spec names no repository. */
  public record DefaultImages(DefaultImage server, DefaultImage exporter) {}

  /**
   * Renders and checks it.
   *
   * @param claimSize that the claims of the servers have by now; empty: the wanted one
   */
  public static Plan of(
      Owner owner,
      NatsTokenAuthSpec spec,
      DefaultImages images,
      Credentials credentials,
      List<MountedCertificate> certificates,
      Optional<String> claimSize) {
    ServerConfig config = serverConfig(spec, claimSize);
    RoutesFile plain = credentials.routes();
    RoutesFile routes = config.routesTls() ? plain.withTls() : plain;
    String natsConf = NatsConfig.render(config, credentials.hash(), routes.name());
    NatsConfig.check(natsConf, routes, credentials.letsIn());
    ServerSet servers =
        new ServerSet(
            owner,
            new ServerSet.Size(spec.replicasOrDefault(), 0),
            image(spec, images.server()),
            new ServerSet.Configuration(
                ConfigDigest.of(natsConf, routes.text()),
                plain.name(),
                spec.limitsOrDefault().lameDuckDurationOrDefault().toSeconds(),
                certificates,
                false),
            spec.podOrDefault(),
            new ServerSet.Features(
                Listener.of(spec),
                spec.exporter().map(e -> exporter(e, images.exporter())),
                JetStreamWish.storage(spec, claimSize)));
    return new Plan(servers, natsConf);
  }

  /** The same as an earlier version of the operator had it. */
  Plan asBefore() {
    return new Plan(servers.ofEarlierVersion(), natsConf);
  }

  private static ServerSet.Image image(NatsTokenAuthSpec spec, DefaultImage otherwise) {
    ImageSpec image = spec.imageOrDefault();
    return new ServerSet.Image(
        reference(image, otherwise, spec.versionOrDefault()),
        image.pullPolicyOrDefault().name(),
        image.pullSecretsOrEmpty().stream().map(SecretName::name).toList());
  }

  private static String reference(ImageSpec image, DefaultImage otherwise, String version) {
    return image.digest() == null
        ? otherwise.reference(image.repository(), version, NatsTokenAuthSpec.DEFAULT_VERSION)
        : otherwise.tagged(image.repository(), version) + "@" + image.digest();
  }

  private static ServerSet.Exporter exporter(Exporter exporter, DefaultImage otherwise) {
    return new ServerSet.Exporter(
        otherwise.reference(
            exporter.repository(), exporter.versionOrDefault(), Exporter.DEFAULT_VERSION),
        exporter.resourcesOrEmpty());
  }

  private static ServerConfig serverConfig(NatsTokenAuthSpec spec, Optional<String> claimSize) {
    return new ServerConfig(
        spec.authTimeoutSeconds(),
        limits(spec.limitsOrDefault())
            .with(logging(spec.loggingOrDefault()))
            .with(spec.websocketEnabled() ? websocket(spec.websocket()) : Settings.NONE)
            .with(
                spec.mqttIfEnabled()
                    .map(mqtt -> mqtt(mqtt, spec.replicasOrDefault()))
                    .orElse(Settings.NONE))
            .with(Setting.LEAF_NODES_PORT, spec.leafNodesEnabled() ? NatsPorts.LEAF_NODES : null)
            .with(JetStreamWish.settings(spec, claimSize)),
        spec.tlsIfAny()
            .map(tls ->
                new ServerConfig.Tls(
                    tls.verifyClientsOrDefault(), tls.routesSecretName().isPresent())),
        spec.jetstreamIfAny().isPresent() && spec.replicasOrDefault() == 1);
  }

  private static Settings limits(LimitsSpec limits) {
    return Settings.NONE
        .with(Setting.MAX_PAYLOAD, limits.maxPayload())
        .with(Setting.MAX_CONNECTIONS, limits.maxConnections())
        .with(Setting.MAX_SUBSCRIPTIONS, limits.maxSubscriptions())
        .with(Setting.MAX_PENDING, limits.maxPending())
        .with(Setting.MAX_CONTROL_LINE, limits.maxControlLine())
        .with(Setting.PING_INTERVAL, limits.pingInterval())
        .with(Setting.PING_MAX, limits.pingMax())
        .with(Setting.WRITE_DEADLINE, limits.writeDeadline())
        .with(Setting.LAME_DUCK_DURATION, limits.lameDuckDurationOrDefault().toSeconds() + "s")
        .with(
            Setting.LAME_DUCK_GRACE_PERIOD,
            limits.lameDuckGracePeriodOrDefault().toSeconds() + "s");
  }

  private static Settings logging(LoggingSpec logging) {
    return Settings.NONE
        .with(Setting.DEBUG, logging.debugOrDefault())
        .with(Setting.TRACE, logging.traceOrDefault())
        .with(Setting.TRACE_VERBOSE, logging.traceVerboseOrDefault())
        .with(Setting.LOGTIME, logging.logtimeOrDefault())
        .with(Setting.MAX_TRACED_MESSAGE_LENGTH, logging.maxTracedMessageLength());
  }

  private static Settings websocket(WebsocketSpec websocket) {
    return Settings.NONE
        .with(Setting.WEBSOCKET_PORT, NatsPorts.WEBSOCKET)
        .with(Setting.WEBSOCKET_SAME_ORIGIN, websocket.sameOrigin())
        .with(Setting.WEBSOCKET_ALLOWED_ORIGINS, websocket.allowedOrigins())
        .with(Setting.WEBSOCKET_COMPRESSION, websocket.compression());
  }

  private static Settings mqtt(MqttSpec mqtt, int servers) {
    return Settings.NONE
        .with(Setting.MQTT_PORT, NatsPorts.MQTT)
        .with(Setting.MQTT_STREAM_REPLICAS, mqtt.streamReplicasOrDefault(servers))
        .with(Setting.MQTT_ACK_WAIT, mqtt.ackWait())
        .with(Setting.MQTT_MAX_ACK_PENDING, mqtt.maxAckPending())
        .with(Setting.MQTT_CONSUMER_MEMORY_STORAGE, mqtt.consumerMemoryStorage())
        .with(Setting.MQTT_CONSUMER_INACTIVE_THRESHOLD, mqtt.consumerInactiveThreshold())
        .with(Setting.MQTT_REJECT_QOS2_PUBLISH, mqtt.rejectQos2Publish())
        .with(Setting.MQTT_DOWNGRADE_QOS2_SUBSCRIBE, mqtt.downgradeQos2Subscribe());
  }
}
