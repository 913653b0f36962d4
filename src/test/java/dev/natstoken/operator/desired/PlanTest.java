package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.nats.config.ConfigDigest;
import dev.natstoken.operator.nats.config.RouteCredentials;
import dev.natstoken.operator.nats.config.RoutesFile;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHash;
import dev.natstoken.operator.nats.token.TokenHasher;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {

  private static final String DIGEST = "sha256:" + "0".repeat(64);
  private static final Owner OWNER = new Owner("shop", "orders", "uid-1", Map.of());
  private static final Token TOKEN = Token.of("abcdefgh-12345678");
  private static final TokenHash HASH = new TokenHasher(new SecureRandom()).hash(TOKEN, 4);
  private static final RoutesFile ROUTES =
      Routes.begin(OWNER, new RouteCredentials("routes", "password"), 1).file(1);

  @Test
  void anEmptySpecGivesOneServerOfTheOperatorsOwnImage() {
    Plan desired = of("{}");
    assertThat(desired.servers().size().replicas()).isEqualTo(1);
    assertThat(desired.servers().image().reference()).isEqualTo("mirror/nats:2.15.2");
    assertThat(desired.servers().image().pullPolicy()).isEqualTo("IfNotPresent");
    assertThat(desired.servers().image().pullSecrets()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{version: 2.12.1}|mirror/nats:2.12.1",
        "{image: {repository: r.io/n}}|r.io/n:2.15.2",
        "{image: {repository: 'r.io:5000/n'}, version: 2.14.0-alpine}|r.io:5000/n:2.14.0-alpine"
      })
  void theImageIsTheRepositoryAndTheVersion(String spec, String image) {
    assertThat(of(spec).servers().image().reference()).isEqualTo(image);
  }

  @Test
  void aDigestPinsTheImageAndTheVersionStaysReadable() {
    assertThat(of("{image: {digest: '" + DIGEST + "'}}").servers().image().reference())
        .isEqualTo("mirror/nats:2.15.2@" + DIGEST);
  }

  @Test
  void whatTheSpecSaysOfPullingIsPassedOn() {
    Plan desired = of("{image: {pullPolicy: Never, pullSecrets: [{name: a}, {name: b}]}}");
    assertThat(desired.servers().image().pullPolicy()).isEqualTo("Never");
    assertThat(desired.servers().image().pullSecrets()).containsExactly("a", "b");
  }

  @Test
  void theDigestIsThatOfBothFilesAndNamesTheConfiguration() {
    Plan desired = of("{}");
    String digest = ConfigDigest.of(desired.natsConf(), ROUTES.text());
    assertThat(desired.servers().configuration().digest()).isEqualTo(digest);
    assertThat(desired.servers().configMap()).isEqualTo(OWNER.names().configMap(digest));
  }

  @Test
  void limitsTimeoutAndLoggingReachTheConfiguration() {
    assertThat(
            of("{authTimeout: 7s, limits: {maxPayload: 2048, maxConnections: 3,"
                    + " maxSubscriptions: 4, maxPending: 65536, maxControlLine: 8192,"
                    + " pingInterval: 30s, pingMax: 5, writeDeadline: 2m, lameDuckDuration: 1h,"
                    + " lameDuckGracePeriod: 1m}, logging: {debug: true, trace: true,"
                    + " traceVerbose: true, logtime: false, maxTracedMessageLength: 64}}")
                .natsConf())
        .contains(
            "\"timeout\":7",
            "max_payload: 2048\n",
            "max_connections: 3\n",
            "max_subscriptions: 4\n",
            "max_pending: 65536\n",
            "max_control_line: 8192\n",
            "ping_interval: \"30s\"\n",
            "ping_max: 5\n",
            "write_deadline: \"2m\"\n",
            "lame_duck_duration: \"3600s\"\n",
            "lame_duck_grace_period: \"60s\"\n",
            "trace_verbose: true\n",
            "logtime: false\n",
            "max_traced_msg_len: 64\n",
            "debug: true\n",
            "trace: true\n");
  }

  @Test
  void aListenerIsOpenOnlyWhereTheSpecOpensIt() {
    assertThat(of("{}").natsConf()).doesNotContain("websocket", "mqtt", "leafnodes");
    assertThat(
            of("{websocket: {enabled: false, compression: true}, mqtt: {enabled: false, ackWait: 1m},"
                    + " leafNodes: {enabled: false}}")
                .natsConf())
        .doesNotContain("websocket", "mqtt", "leafnodes");
    Plan open =
        of(
            "{websocket: {enabled: true, sameOrigin: true, allowedOrigins: ['https://a.b'],"
                + " compression: true}, leafNodes: {enabled: true}}");
    assertThat(open.natsConf())
        .contains(
            "leafnodes: {\"port\":7422}\n",
            "websocket: {\"allowed_origins\":[\"https://a.b\"],\"compression\":true,\"no_tls\":true,"
                + "\"port\":8080,\"same_origin\":true}\n");
    assertThat(open.servers().features().listeners())
        .containsExactly(Listener.WEBSOCKET, Listener.LEAF_NODES);
  }

  @Test
  void whatTheSpecSaysOfMqttReachesTheConfiguration() {
    Plan open =
        of(
            "{replicas: 3, mqtt: {enabled: true, ackWait: 1m, maxAckPending: 7, streamReplicas: 2,"
                + " consumerMemoryStorage: true, consumerInactiveThreshold: 72h, rejectQos2Publish:"
                + " true, downgradeQos2Subscribe: true}}");
    assertThat(open.natsConf())
        .contains(
            "mqtt: {\"ack_wait\":\"1m\",\"consumer_inactive_threshold\":\"72h\","
                + "\"consumer_memory_storage\":true,\"downgrade_qos2_subscribe\":true,"
                + "\"max_ack_pending\":7,\"port\":1883,\"reject_qos2_publish\":true,"
                + "\"stream_replicas\":2}\n");
    assertThat(open.servers().features().listeners()).containsExactly(Listener.MQTT);
  }

  @Test
  void mqttKeepsWhatItStoresOnAsManyServersAsThereAreButNotMoreThanThree() {
    assertThat(mqttOf(1)).contains("mqtt: {\"port\":1883,\"stream_replicas\":1}\n");
    assertThat(mqttOf(2)).contains("\"stream_replicas\":2}\n");
    assertThat(mqttOf(3)).contains("\"stream_replicas\":3}\n");
    assertThat(mqttOf(5)).contains("\"stream_replicas\":3}\n");
  }

  private static String mqttOf(int replicas) {
    return of("{replicas: " + replicas + ", mqtt: {enabled: true}}").natsConf();
  }

  @Test
  void anExporterRunsOnlyWhereTheSpecSwitchesItOn() {
    assertThat(of("{}").servers().features().exporter()).isEmpty();
    assertThat(of("{monitoring: {exporter: {enabled: false}}}").servers().features().exporter())
        .isEmpty();
    assertThat(of("{monitoring: {exporter: {enabled: true}}}").servers().features().exporter())
        .hasValueSatisfying(e -> assertThat(e.image()).isEqualTo("mirror/exporter:0.20.1"));
  }

  @Test
  void aPodGetsLongerToStopThanItsServerTakesToSendItsClientsAway() {
    assertThat(grace("{}")).isEqualTo(60);
    assertThat(grace("{limits: {lameDuckDuration: 2m}}")).isEqualTo(150);
  }

  private static long grace(String spec) {
    return ServersStatefulSet.desired(of(spec).servers())
        .getSpec()
        .getTemplate()
        .getSpec()
        .getTerminationGracePeriodSeconds();
  }

  @Test
  void theNumberOfServersIsNoPartOfTheConfiguration() {
    assertThat(of("{replicas: 5}").natsConf()).isEqualTo(of("{}").natsConf());
  }

  @Test
  void aHashOfAnotherTokenNeverReachesTheServers() {
    TokenHash other = new TokenHasher(new SecureRandom()).hash(Token.of("abcdefgh-12345679"), 4);
    assertThatIllegalStateException().isThrownBy(() -> of("{}", other));
  }

  @Test
  void theExporterHasTheRepositoryOfTheOperatorUnlessTheSpecNamesOne() {
    assertThat(exporterImage("{enabled: true}")).isEqualTo("mirror/exporter:0.20.1");
    assertThat(exporterImage("{enabled: true, repository: mine/exporter, version: 0.19.0}"))
        .isEqualTo("mine/exporter:0.19.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                  | mirror/nats:2.15.2@sha256:1
          {version: 2.12.1}                   | mirror/nats:2.12.1
          {image: {repository: mine/nats}}    | mine/nats:2.15.2
          {image: {digest: 'sha256:2'}}       | mirror/nats:2.15.2@sha256:2
          """)
  void aKnownDigestPinsTheDefaultVersionOfTheDefaultRepositoryAlone(String spec, String image) {
    assertThat(
            planned(spec, HASH, DefaultImage.of("mirror/nats@sha256:1"))
                .servers()
                .image()
                .reference())
        .isEqualTo(image);
  }

  private static String exporterImage(String exporter) {
    return of("{monitoring: {exporter: " + exporter + "}}")
        .servers()
        .features()
        .exporter()
        .orElseThrow()
        .image();
  }

  private static Plan of(String spec) {
    return of(spec, HASH);
  }

  private static Plan of(String spec, TokenHash hash) {
    return planned(spec, hash, DefaultImage.of("mirror/nats"));
  }

  private static Plan planned(String spec, TokenHash hash, DefaultImage server) {
    NatsTokenAuth resource = Serialization.unmarshal("spec: " + spec, NatsTokenAuth.class);
    return Plan.of(
        OWNER,
        resource.specOrDefaults(),
        new Plan.DefaultImages(server, DefaultImage.of("mirror/exporter")),
        new Plan.Credentials(hash, ROUTES, h -> h.verifies(TOKEN)),
        List.of(),
        Optional.empty());
  }
}
