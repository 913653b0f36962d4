package dev.natstoken.operator.api;

import static dev.natstoken.operator.api.FieldBounds.annotation;
import static dev.natstoken.operator.api.FieldBounds.choice;
import static dev.natstoken.operator.api.FieldBounds.flag;
import static dev.natstoken.operator.api.FieldBounds.label;
import static dev.natstoken.operator.api.FieldBounds.list;
import static dev.natstoken.operator.api.FieldBounds.map;
import static dev.natstoken.operator.api.FieldBounds.name;
import static dev.natstoken.operator.api.FieldBounds.quantity;
import static dev.natstoken.operator.api.FieldBounds.template;
import static dev.natstoken.operator.api.FieldBounds.templateText;
import static dev.natstoken.operator.api.FieldBounds.text;
import static dev.natstoken.operator.api.FieldBounds.whole;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The limits of all fields, by hand and not from the schema, whose mistakes they are to find. */
public final class SpecBounds {

  private SpecBounds() {}

  public static List<FieldBounds> all() {
    return Stream.of(ofTheServers(), ofTheSpec(), ofTheRest()).flatMap(List::stream).toList();
  }

  private static List<FieldBounds> ofTheSpec() {
    return List.of(
        whole("replicas", 1, 64),
        text("version", List.of("2.11.2", "2.999.999-alpine999999"), "2.11.1", "3.0.0", "latest"),
        text("authTimeout", List.of("1s", "60s"), "0s", "61s", "1m", "5"),
        flag("paused"),
        flag("requireProof"),
        list("allowedNamespaces.names", 0, 64, "shop"),
        name("allowedNamespaces.names[]", 63),
        new FieldBounds(
            "allowedNamespaces.selector.matchLabels",
            List.of(labels(1), labels(8)),
            List.of(labels(9), "one")),
        label("allowedNamespaces.selector.matchLabels{}"),
        map("commonLabels", "v"),
        label("commonLabels{}"),
        name("serverRef.name"),
        name("serverRef.caSecretName"),
        name("image.repository", 255),
        text("image.digest", List.of(digest(64)), digest(63), digest(65), "latest"),
        choice("image.pullPolicy", "Always", "IfNotPresent", "Never"),
        list("image.pullSecrets", 0, 8, Map.of("name", "a")),
        name("image.pullSecrets[].name"),
        name("token.existingSecret.name"),
        name("token.existingSecret.key"),
        whole("token.bcryptCost", 4, 14),
        choice("token.deletionPolicy", "Delete", "Retain"),
        map("token.secret.labels", "v"),
        label("token.secret.labels{}"),
        map("token.secret.annotations", "v"),
        annotation("token.secret.annotations{}"),
        template("token.secret.template"),
        templateText("token.secret.template{}"),
        text(
            "rotation.interval",
            List.of("1m", "60s", "99999h999999m999999s"),
            "",
            "9",
            "59s",
            "99999h999999m1000000s",
            "100000h"),
        text(
            "rotation.overlap",
            List.of("0s", "99999h999999m999999s"),
            "",
            "9",
            "99999h999999m1000000s",
            "-1s"),
        flag("rotation.surge"),
        list("rotation.window.days", 1, 7, "Sunday"),
        choice("rotation.window.days[]", days()),
        text("rotation.window.start", List.of("00:00", "23:59"), "24:00", "2:00", "02:60", ""),
        text("rotation.window.duration", List.of("1m", "24h", "23h60m"), "59s", "24h1s", "9", ""),
        text(
            "rotation.window.timeZone",
            List.of("UTC", "Europe/Berlin", "America/Argentina/ComodRivadavia"),
            "a".repeat(33),
            "+01:00",
            "../zone",
            ""),
        name("tls.secretName"),
        name("tls.routes.secretName"),
        flag("tls.verifyClients"));
  }

  private static List<FieldBounds> ofTheServers() {
    return List.of(
        whole("limits.maxPayload", 1024, 67108864),
        whole("limits.maxConnections", 1, 1000000),
        whole("limits.maxSubscriptions", 1, 10000000),
        whole("limits.maxPending", 65536, 1073741824),
        whole("limits.maxControlLine", 4096, 1048576),
        text("limits.pingInterval", List.of("1s", "1h", "3600s"), "0s", "3601s", "1000000s", "1"),
        whole("limits.pingMax", 1, 100),
        text("limits.writeDeadline", List.of("1s", "5m", "300s"), "0s", "301s", "6m"),
        text("limits.lameDuckDuration", List.of("30s", "1h"), "29s", "3601s", "61m"),
        text("limits.lameDuckGracePeriod", List.of("1s", "3599s"), "0s", "3600s", "1h"),
        flag("logging.debug"),
        flag("logging.trace"),
        flag("logging.traceVerbose"),
        flag("logging.logtime"),
        whole("logging.maxTracedMessageLength", 1, 1048576),
        text("jetstream.domain", List.of("a", "a".repeat(32)), "a".repeat(33), "a.b", "-a", ""),
        text("jetstream.syncInterval", List.of("always", "1s", "1h"), "0s", "3601s", "never"),
        text(
            "jetstream.memoryStore.maxSize",
            List.of("1Mi", "1Ti", "999999M"),
            "1M",
            "2T",
            "1025Gi",
            "1000000M",
            "1.5Gi"),
        text(
            "jetstream.fileStore.maxSize",
            List.of("1Mi", "64Ti", "999999Mi"),
            "1M",
            "65Ti",
            "1000000M"),
        text(
            "jetstream.fileStore.pvc.size",
            List.of("16Mi", "64Ti", "65536Gi"),
            "15Mi",
            "16M",
            "65Ti",
            "65537Gi"),
        name("jetstream.fileStore.pvc.storageClassName"),
        choice("jetstream.fileStore.pvc.deletionPolicy", "Delete", "Retain"),
        flag("websocket.enabled"),
        flag("websocket.sameOrigin"),
        flag("websocket.compression"),
        list("websocket.allowedOrigins", 0, 32, "https://a.example.com"),
        text(
            "websocket.allowedOrigins[]",
            List.of("http://a", "https://" + "a".repeat(FieldBounds.LONGEST_NAME) + ":65535"),
            "https://" + "a".repeat(FieldBounds.LONGEST_NAME + 1) + ":65535",
            "https://a:100000",
            "a",
            ""),
        flag("mqtt.enabled"),
        text("mqtt.ackWait", List.of("1s", "1h"), "0s", "3601s", "1000000s"),
        whole("mqtt.maxAckPending", 1, 65535),
        whole("mqtt.streamReplicas", 1, 5),
        flag("mqtt.consumerMemoryStorage"),
        text("mqtt.consumerInactiveThreshold", List.of("1s", "8760h"), "0s", "8761h"),
        flag("mqtt.rejectQos2Publish"),
        flag("mqtt.downgradeQos2Subscribe"),
        flag("leafNodes.enabled"));
  }

  private static List<FieldBounds> ofTheRest() {
    String longClass = "a".repeat(189) + "/" + "a".repeat(FieldBounds.LONGEST_LABEL);
    String longHost = Stream.of(63, 63, 63, 61).map("a"::repeat).collect(Collectors.joining("."));
    return List.of(
        map("pod.labels", "v"),
        label("pod.labels{}"),
        map("pod.annotations", "v"),
        annotation("pod.annotations{}"),
        map("pod.resources.requests", "1"),
        quantity("pod.resources.requests{}"),
        map("pod.resources.limits", "1"),
        quantity("pod.resources.limits{}"),
        map("pod.nodeSelector", "v"),
        label("pod.nodeSelector{}"),
        list("pod.tolerations", 0, 32, Map.of("operator", "Exists")),
        list(
            "pod.topologySpreadConstraints",
            0,
            8,
            Map.of("maxSkew", 1, "topologyKey", "zone", "whenUnsatisfiable", "DoNotSchedule")),
        name("pod.priorityClassName"),
        name("pod.serviceAccountName"),
        whole("pod.runAsUser", 1, 2147483647),
        flag("pod.userFromPlatform"),
        choice("service.type", "ClusterIP", "LoadBalancer", "NodePort"),
        map("service.labels", "v"),
        label("service.labels{}"),
        map("service.annotations", "v"),
        annotation("service.annotations{}"),
        text("service.loadBalancerClass", List.of("a", longClass), "a" + longClass, "-a", ""),
        list("service.loadBalancerSourceRanges", 0, 64, "10.0.0.0/8"),
        text(
            "service.loadBalancerSourceRanges[]",
            List.of("::/0", "0000:0000:0000:0000:0000:0000:255.255.255.255/128"),
            "0000:0000:0000:0000:0000:00000:255.255.255.255/128",
            "10.0.0.0",
            ""),
        whole("service.nodePort", 1, 65535),
        whole("service.websocketNodePort", 1, 65535),
        whole("service.mqttNodePort", 1, 65535),
        whole("service.leafNodesNodePort", 1, 65535),
        whole("service.externalPort", 1, 65535),
        text("service.externalHost", List.of("a", longHost), longHost + "a", "a".repeat(64), ""),
        choice("service.externalTrafficPolicy", "Cluster", "Local"),
        choice("service.ipFamilyPolicy", "PreferDualStack", "RequireDualStack", "SingleStack"),
        flag("networkPolicy.enabled"),
        list("networkPolicy.clients", 1, 16, Map.of("podSelector", Map.of())),
        list("networkPolicy.scrapers", 0, 16, Map.of("podSelector", Map.of())),
        flag("monitoring.exporter.enabled"),
        name("monitoring.exporter.repository", 255),
        text("monitoring.exporter.version", List.of("0.0.0", "999.999.999"), "1000.0.0", "0.20"),
        map("monitoring.exporter.resources.requests", "1"),
        quantity("monitoring.exporter.resources.requests{}"),
        map("monitoring.exporter.resources.limits", "1"),
        quantity("monitoring.exporter.resources.limits{}"),
        flag("monitoring.podMonitor.enabled"),
        map("monitoring.podMonitor.labels", "v"),
        label("monitoring.podMonitor.labels{}"),
        text("monitoring.podMonitor.interval", List.of("1s", "1h"), "0s", "3601s", "1", "1m30s"),
        text("monitoring.podMonitor.scrapeTimeout", List.of("1s", "1h"), "0s", "3601s", "61m"));
  }

  private static Map<String, String> labels(int number) {
    return IntStream.range(0, number).boxed().collect(Collectors.toMap(i -> "k" + i, _ -> "v"));
  }

  private static String[] days() {
    return Stream.of(WindowSpec.Day.values()).map(Enum::name).toArray(String[]::new);
  }

  private static String digest(int digits) {
    return "sha256:" + "0".repeat(digits);
  }
}
