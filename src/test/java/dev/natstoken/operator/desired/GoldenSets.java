package dev.natstoken.operator.desired;

import dev.natstoken.operator.api.NetworkPolicySpec;
import dev.natstoken.operator.api.ResourcesSpec;
import dev.natstoken.operator.api.ServerPodSpec;
import dev.natstoken.operator.api.ServiceSpec;
import dev.natstoken.operator.nats.config.ConfigDigest;
import dev.natstoken.operator.nats.config.GoldenConfigs;
import dev.natstoken.operator.nats.config.NatsConfig;
import dev.natstoken.operator.nats.config.RouteCredentials;
import dev.natstoken.operator.nats.config.RoutesFile;
import dev.natstoken.operator.nats.config.ServerConfig;
import dev.natstoken.operator.nats.tls.CertificateFiles;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHasher;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Named sets of servers whose objects are committed as YAML. */
final class GoldenSets {

  static final Path FOLDER = Path.of("src/test/resources/golden/desired");

  /** Has every printable character that a token may have and that means something in a URL. */
  static final Token AWKWARD_TOKEN = Token.of("!#$%&'()*+,-./:;<=>?@[]^_`{|}~09AZaz%41%2F");

  static final String ROUTE_PASSWORD = "golden-route-password";
  static final Owner OWNER =
      new Owner("shop", "orders", "6f1c2f0e-0000-4000-8000-000000000001", Map.of());

  private static final NetworkPolicySpec NAMED_PEERS =
      Serialization.unmarshal(
          """
          clients:
          - podSelector: {matchLabels: {nats: client}}
          - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}
          scrapers:
          - namespaceSelector: {}
            podSelector: {matchLabels: {app: prometheus}}
          """,
          NetworkPolicySpec.class);

  private static final ServerSet.Exporter EXPORTER =
      new ServerSet.Exporter(
          "natsio/prometheus-nats-exporter:0.20.1",
          Serialization.unmarshal("limits: {memory: 64Mi}", ResourcesSpec.class));

  private static final ServiceSpec NODE_PORT =
      Serialization.unmarshal(
          "type: NodePort\nnodePort: 30222\nexternalHost: nats.example.com", ServiceSpec.class);

  private static final ServiceSpec LOAD_BALANCER =
      Serialization.unmarshal(
          """
          type: LoadBalancer
          labels: {team: shop}
          annotations: {example.com/internal: "true"}
          loadBalancerClass: example.com/inner
          loadBalancerSourceRanges: [203.0.113.0/24, "2001:db8::/32"]
          externalTrafficPolicy: Local
          """,
          ServiceSpec.class);

  private static final ServerSet.Image IMAGE =
      new ServerSet.Image("nats:2.15.2", "IfNotPresent", List.of());

  private static final ServerPodSpec NO_POD = Serialization.unmarshal("{}", ServerPodSpec.class);

  private static final ServerPodSpec PLACED_POD =
      Serialization.unmarshal(
          """
          labels: {team: shop, app.kubernetes.io/part-of: orders}
          annotations: {example.com/note: "a: b"}
          resources:
            requests: {cpu: 500m, memory: 256Mi}
            limits: {memory: 1Gi}
          nodeSelector: {disk: fast}
          tolerations: [{key: dedicated, operator: Equal, value: nats, effect: NoSchedule}]
          affinity:
            nodeAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                - matchExpressions: [{key: arch, operator: In, values: [amd64]}]
          topologySpreadConstraints:
          - {maxSkew: 2, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule}
          priorityClassName: important
          serviceAccountName: servers
          runAsUser: 2000
          """,
          ServerPodSpec.class);

  private static final ServerPodSpec PLATFORM_POD =
      Serialization.unmarshal("userFromPlatform: true", ServerPodSpec.class);

  private static final ServiceSpec NODE_PORTS =
      Serialization.unmarshal(
          "type: NodePort\nnodePort: 30222\nwebsocketNodePort: 30080\nmqttNodePort: 30883\n"
              + "leafNodesNodePort: 30422\nipFamilyPolicy: RequireDualStack",
          ServiceSpec.class);

  private GoldenSets() {}

  static Map<String, Scenario> all() {
    String digest = "sha256:" + "0123456789abcdef".repeat(4);
    Map<String, Scenario> all = new TreeMap<>();
    all.put("defaults", plain(1, GoldenTokens.TOKEN, false));
    all.put("three-replicas", plain(3, GoldenTokens.TOKEN, false));
    all.put("retained-token", plain(1, GoldenTokens.TOKEN, true));
    all.put("awkward-token", plain(2, AWKWARD_TOKEN, false));
    all.put(
        "pinned-image",
        scenario(
            1,
            GoldenTokens.TOKEN,
            false,
            new ServerSet.Image(
                "registry.example.com:5000/mirror/nats:2.15.2@" + digest,
                "Always",
                List.of("registry", "mirror")),
            NO_POD));
    Scenario three = plain(3, GoldenTokens.TOKEN, false);
    all.put("split", three.during(2, GoldenTokens.split()));
    all.put("overlap", three.during(1, GoldenTokens.overlap()));
    all.put("placed-pods", scenario(3, GoldenTokens.TOKEN, false, IMAGE, PLACED_POD));
    all.put("node-port", plain(1, GoldenTokens.TOKEN, false).with(NODE_PORT));
    all.put("listeners", plain(1, GoldenTokens.TOKEN, false).with(List.of(Listener.values())));
    all.put(
        "exporter",
        plain(1, GoldenTokens.TOKEN, false)
            .with(List.of(Listener.LEAF_NODES), Optional.of(EXPORTER))
            .with(NAMED_PEERS));
    all.put("named-peers", plain(1, GoldenTokens.TOKEN, false).with(NAMED_PEERS));
    all.put(
        "listeners-at-the-nodes",
        plain(1, GoldenTokens.TOKEN, false).with(List.of(Listener.values())).with(NODE_PORTS));
    all.put(
        "common-labels",
        plain(1, GoldenTokens.TOKEN, false)
            .with(LOAD_BALANCER)
            .withCommonLabels(Map.of("team", "billing", "example.com/unit", "a")));
    all.put("user-of-the-platform", scenario(1, GoldenTokens.TOKEN, false, IMAGE, PLATFORM_POD));
    all.put(
        "exporter-of-streams",
        plain(1, GoldenTokens.TOKEN, false)
            .with(List.of(), Optional.of(EXPORTER))
            .with(new JetStream(Optional.empty())));
    all.put("memory-store", three.with(new JetStream(Optional.empty())));
    all.put(
        "file-store",
        three.with(new JetStream(Optional.of(new FileStoreClaim("10Gi", null, false)))));
    all.put(
        "file-store-of-a-class",
        three.with(new JetStream(Optional.of(new FileStoreClaim("1Ti", "fast", true)))));
    all.put(
        "tls",
        plain(1, GoldenTokens.TOKEN, false)
            .with(NODE_PORT)
            .withTls(List.of(certificate(CertificateFiles.CLIENTS, "orders-tls", false))));
    all.put(
        "tls-everywhere",
        three.withTls(
            List.of(
                certificate(CertificateFiles.CLIENTS, "orders-tls", true),
                certificate(CertificateFiles.ROUTES, "orders-routes-tls", true))));
    all.put("load-balancer", plain(1, GoldenTokens.TOKEN, false).with(LOAD_BALANCER));
    return all;
  }

  private static MountedCertificate certificate(
      CertificateFiles files, String secret, boolean withAuthority) {
    return new MountedCertificate(
        files, secret, withAuthority, "sha256:" + "0123456789abcdef".repeat(4));
  }

  /** One server, like any other. */
  static ServerSet anySet() {
    return plain(1, AWKWARD_TOKEN, false).set();
  }

  private static Scenario plain(int replicas, Token token, boolean retain) {
    return scenario(replicas, token, retain, IMAGE, NO_POD);
  }

  private static Scenario scenario(
      int replicas, Token token, boolean retain, ServerSet.Image image, ServerPodSpec pod) {
    Routes routes = Routes.begin(OWNER, new RouteCredentials("routes", ROUTE_PASSWORD), replicas);
    RoutesFile file = routes.file(Routes.seedsFor(replicas));
    String natsConf =
        NatsConfig.render(SERVER, new TokenHasher(new SameSalt()).hash(token, 4), file.name());
    ServerSet set =
        new ServerSet(
            OWNER,
            new ServerSet.Size(replicas, 0),
            image,
            new ServerSet.Configuration(
                ConfigDigest.of(natsConf, file.text()), file.name(), 30, List.of(), false),
            pod,
            new ServerSet.Features(List.of(), Optional.empty(), Optional.empty()));
    return new Scenario(
        set,
        GoldenTokens.published(token, 1),
        retain,
        natsConf,
        routes,
        Serialization.unmarshal("{}", ServiceSpec.class),
        Serialization.unmarshal("{}", NetworkPolicySpec.class));
  }

  private static final ServerConfig SERVER = GoldenConfigs.leaving(30, 5);

  /** Makes the hash of a token the same in every run. */
  private static final class SameSalt extends SecureRandom {

    private static final long serialVersionUID = 1L;

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, (byte) 7);
    }
  }
}
