package dev.natstoken.operator.apiserver;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Specs that set fields which others do not, for tests of what stays and of what changes. */
final class Specs {

  /** The Secret that {@link #everyField} names, its key, and a value for it. */
  static final String SECRET = "mine";

  /** The Secret with a certificate that they name. */
  static final String CERTIFICATE = "certificate";

  static final String KEY = "nats.token_1";
  static final String TOKEN = "a-token-of-my-own-0123";

  private static final Path EVERY_FIELD = Path.of("src/test/resources/valid/every-field.yaml");

  /** Only to be passed on the way: two sets of servers with it cannot run on one machine. */
  static final String LISTENERS = "listeners";

  private static final AtomicInteger NODE_PORTS = new AtomicInteger();

  private Specs() {}

  /** Every field, each with a valid value. */
  static Map<String, Object> everyFieldAsWritten() {
    return read(EVERY_FIELD);
  }

  /** Every field but the one that stops the operator, with a hash that costs little. */
  static Map<String, Object> everyField() {
    Map<String, Object> spec = everyFieldAsWritten();
    spec.remove("paused");
    // Not to be added to or taken from a resource that exists; JetStreamIT is about it.
    spec.remove("jetstream");
    spec.put(
        "token",
        Map.of(
            "existingSecret",
            Map.of("name", SECRET, "key", KEY),
            "bcryptCost",
            4,
            "secret",
            asMap(spec.get("token")).get("secret")));
    Map<String, Object> service = new LinkedHashMap<>(asMap(spec.get("service")));
    service.put("nodePort", nodePort());
    // Those of the listeners would need them.
    service.keySet().removeAll(List.of("websocketNodePort", "mqttNodePort", "leafNodesNodePort"));
    spec.put("service", service);
    // The servers of all tests share the ports of this machine, and have these at all addresses.
    spec.put("websocket", Map.of("enabled", false, "compression", true));
    spec.put("mqtt", Map.of("enabled", false, "ackWait", "1m"));
    spec.put("leafNodes", Map.of("enabled", false));
    // Those servers dial each other by address, which no certificate holds.
    spec.put("tls", Map.of("secretName", CERTIFICATE, "verifyClients", true));
    return spec;
  }

  /** All tests share the ports of one cluster; these are the ones that it hands out last. */
  private static int nodePort() {
    return 30000 + NODE_PORTS.getAndIncrement() % 86;
  }

  /** Each sets something that the others leave out or set to something else. */
  static Map<String, Map<String, Object>> all() {
    Map<String, Map<String, Object>> all = new TreeMap<>();
    all.put("nothing", Map.of());
    all.put("every field", everyField());
    all.put(
        "limits",
        parse(
            """
            limits: {maxPayload: 4096, maxPending: 131072, pingInterval: 5s, lameDuckDuration: 45s}
            logging: {debug: true, logtime: false, maxTracedMessageLength: 1}
            """));
    all.put(
        "pod",
        parse(
            """
            pod:
              labels: {team: billing, tier: a}
              annotations: {note: hello}
              resources: {requests: {cpu: "0.5", memory: 1024Mi}, limits: {cpu: 2}}
              nodeSelector: {disk: slow}
              tolerations: [{key: other, operator: Exists}]
              topologySpreadConstraints: []
            """));
    all.put(
        "empty pod",
        parse(
            """
            pod:
              labels: {}
              annotations: {}
              resources: {requests: {}, limits: {}}
              affinity: {}
              nodeSelector: {}
              tolerations: []
            """));
    all.put("no network policy", parse("networkPolicy: {enabled: false}"));
    all.put(
        LISTENERS,
        parse(
            """
            websocket: {enabled: true, compression: true}
            leafNodes: {enabled: true}
            service: {type: NodePort, websocketNodePort: %d, leafNodesNodePort: %d}
            """
                .formatted(nodePort(), nodePort())));
    all.put("both families", parse("service: {ipFamilyPolicy: PreferDualStack}"));
    all.put("labels", parse("commonLabels: {team: shop, example.com/unit: a}"));
    all.put("other labels", parse("commonLabels: {team: billing}\npod: {labels: {team: shop}}"));
    all.put("account and user", parse("pod: {serviceAccountName: servers, runAsUser: 2000}"));
    all.put("user of the platform", parse("pod: {userFromPlatform: true}"));
    all.put(
        "tls",
        parse("tls: {secretName: certificate, routes: {secretName: certificate}}\nreplicas: 1"));
    all.put("exporter", parse("monitoring: {exporter: {enabled: true, version: 0.19.0}}"));
    all.put(
        "pod monitor",
        parse(
            """
            monitoring:
              exporter: {enabled: true}
              podMonitor: {enabled: true, labels: {release: other}, scrapeTimeout: 5s}
            """));
    all.put(
        "allowed namespaces",
        parse("allowedNamespaces: {names: [shop]}\nnetworkPolicy: {clients: [{podSelector: {}}]}"));
    all.put("scrapers", parse("networkPolicy: {scrapers: [{podSelector: {}}]}"));
    all.put("cluster ip", parse("service: {type: ClusterIP, externalHost: a.example.com}"));
    all.put(
        "node port",
        parse(
            "service: {type: NodePort, nodePort: %d, annotations: {a: b}, labels: {c: d}}"
                .formatted(nodePort())));
    all.put("any node port", parse("service: {type: NodePort, externalTrafficPolicy: Local}"));
    all.put(
        "load balancer",
        parse(
            "service: {type: LoadBalancer, loadBalancerClass: example.com/inner,"
                + " loadBalancerSourceRanges: [10.0.0.0/8]}"));
    return all;
  }

  private static Map<String, Object> read(Path file) {
    try {
      GenericKubernetesResource resource =
          Serialization.unmarshal(Files.readString(file), GenericKubernetesResource.class);
      return new LinkedHashMap<>(resource.<Map<String, Object>>get("spec"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> parse(String yaml) {
    return Serialization.unmarshal(yaml, Map.class);
  }
}
