package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.InThread;
import dev.natstoken.operator.Kubectl;
import dev.natstoken.operator.SecretText;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * kubectl natstoken against a real API server: what it shows, what it asks for, what it refuses.
 */
@Tag("api")
class PluginIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static Kubectl kubectl(TestNamespace namespace) {
    return new Kubectl(ApiServer.get().kubeConfig(), namespace.name());
  }

  @Test
  void theStatusTellsOfEachServerItsTokenAndTheDaysOfTheCertificate() throws Exception {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.putCertificate("orders-tls");
      namespace.startOperator();
      namespace.apply(Map.of("replicas", 2, "tls", Map.of("secretName", "orders-tls")));
      namespace.awaitReady();
      Kubectl kubectl = kubectl(namespace);

      String text = kubectl.natstoken("status", "orders").done();
      assertThat(text)
          .contains("NatsTokenAuth orders in the namespace " + namespace.name())
          .contains("Ready        True, Serving: All 2 servers are ready")
          .contains("Verified     True, Proved: ")
          .contains("2/2 ready", "tls://orders-nats." + namespace.name() + ".svc:4222")
          .containsPattern("orders-nats-0 +token 1 +Ready")
          .containsPattern("Certificate  orders-tls: until 20\\d\\d-.*Z, \\d+ days left")
          .contains("Rotation     none");

      JsonNode status = JSON.readTree(kubectl.natstoken("status", "orders", "-o", "json").done());
      assertThat(status.at("/status/servers").asText()).isEqualTo("2/2");
      assertThat(status.at("/servers")).hasSize(2);
      assertThat(status.at("/servers/0/token").asInt()).isEqualTo(1);
      assertThat(status.at("/certificates/0/daysLeft").isInt()).isTrue();
      assertThat(status.at("/certificates/0/notAfter").asText())
          .isEqualTo(notAfter(namespace, "orders-tls"));
      assertThat(kubectl.natstoken("status").done()).contains("orders", "SERVERS", "2/2");
    }
  }

  private static String notAfter(TestNamespace namespace, String secret) throws Exception {
    String pem = SecretText.of(namespace.object(Secret.class, secret).get(), "tls.crt");
    var certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    return certificate.getNotAfter().toInstant().toString();
  }

  @Test
  void aRotationIsFollowedToItsEnd() {
    try (RotatingServers servers = RotatingServers.serving(2, "0s")) {
      Kubectl kubectl = kubectl(servers.namespace());
      var waiting = InThread.get(() -> kubectl.natstoken("rotate", "orders", "--wait"));
      servers.awaitOnly(2);
      assertThat(waiting.join().done())
          .contains(
              "Asked for token 2", "Only token 2 works now", ", no rotation, 2/2 ready (Serving)");
    }
  }

  @Test
  void aRotationIsCalledOffBeforeItsTokenIsPublishedAndNotAfter() {
    try (RotatingServers servers = RotatingServers.serving(2, "1h")) {
      TestNamespace namespace = servers.namespace();
      Kubectl kubectl = kubectl(namespace);
      String former = servers.token();
      kubectl.run("annotate", "nta", "orders", "note=any").done();
      assertThat(kubectl.natstoken("rotate", "orders", "--cancel").refused())
          .contains("nothing to call off");
      kubectl.natstoken("rotate", "orders").done();
      // Nobody plays StatefulSet controller meanwhile, so it cannot get past the Split.
      TestNamespace.await("Split").until(() -> phase(namespace).equals("Split"));
      assertThat(kubectl.natstoken("status", "orders").done())
          .contains("Prepare > [Split] > Overlap > Finish: token 2 follows 1 (Requested)")
          .contains("servers with the new token: 0 of 2");
      var calling = InThread.get(() -> kubectl.natstoken("rotate", "orders", "--cancel"));
      TestNamespace.await("the withdrawal").until(() -> servers.secret("next-token").isEmpty());
      namespace.awaitReady(r -> r.getStatus().rotation() == null);
      assertThat(calling.join().done()).contains("keeps token 1");
      assertThat(servers.token()).isEqualTo(former);

      kubectl.natstoken("rotate", "orders").done();
      servers.awaitOverlap();
      assertThat(kubectl.natstoken("rotate", "orders", "--cancel").refused()).contains("too late");
    }
  }

  private static String phase(TestNamespace namespace) {
    var rotation = namespace.get().getStatus().rotation();
    return rotation == null ? "" : rotation.phase();
  }

  @Test
  void aTokenIsRevokedOnlyWhenThatIsMeant() {
    try (RotatingServers servers = RotatingServers.serving(2, "1h")) {
      Kubectl kubectl = kubectl(servers.namespace());
      String leaked = servers.token();
      assertThat(kubectl.natstoken("revoke", "orders").refused()).contains("--yes");
      assertThat(servers.token()).isEqualTo(leaked);

      var waiting = InThread.get(() -> kubectl.natstoken("revoke", "orders", "--yes", "--wait"));
      servers.awaitOnly(2);
      assertThat(waiting.join().done()).contains("Only token 2 works now");
      assertThat(servers.accepting(leaked)).isEmpty();
    }
  }

  @Test
  void aTokenOfOnesOwnIsChangedByOneself() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.putSecret("mine", "token", "the-first-token-0123");
      namespace.startOperator();
      namespace.apply(Map.of("token", Map.of("existingSecret", Map.of("name", "mine"))));
      namespace.awaitReady();
      Kubectl kubectl = kubectl(namespace);
      assertThat(kubectl.natstoken("rotate", "orders").refused()).contains("Secret mine");
      assertThat(kubectl.natstoken("revoke", "orders", "--yes").refused())
          .contains("your Secret mine still holds the token");
      assertThat(kubectl.seen()).doesNotContain("the-first-token-0123");
    }
  }

  @Test
  void aForeignSecretOfThatNameIsNeitherRevokedNorShown() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.putSecret(TestNamespace.TOKEN_SECRET, "token", "of somebody else");
      namespace.apply(Map.of());
      assertThat(kubectl(namespace).natstoken("revoke", "orders", "--yes").refused())
          .contains("not the operator's");
      assertThat(kubectl(namespace).natstoken("token", "orders").refused())
          .contains("not the operator's");
      assertThat(namespace.token()).isEqualTo("of somebody else");
    }
  }

  /** Whoever may write the status must not run commands where somebody reads it. */
  @Test
  void noTextOfTheStatusIsRunOrTakenForAnotherField() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(Map.of());
      Kubectl kubectl = kubectl(namespace);
      for (String field : List.of("endpoint", "selector", "version")) {
        edit(namespace, Map.of(field, "x\nz[$(>run-by-name)] y\ngeneration a[$(>run)]"));
        // What is no selector is refused by the API server.
        kubectl.natstoken("status", "orders");
        kubectl.natstoken("rotate", "orders").done();
      }
      edit(
          namespace,
          Map.of(
              "endpoint",
              "nats://x\nphase Split\u001b[1m",
              "rotation",
              Map.of(
                  "phase",
                  "Overlap\nto a[$(>run)]",
                  "overlapEndsAt",
                  "a[$(>run)]",
                  "stragglers",
                  List.of(Map.of("ip", "10.0.0.1\nz[$(>run-by-name)] y")))));
      assertThat(kubectl.natstoken("status", "orders").done())
          .contains("nats://x phase Split\\x1b[1m", "10.0.0.1 z[$(>run-by-name)] y");
      kubectl.natstoken("clients", "orders").done();
      assertThat(kubectl.home().resolve("run-by-name")).doesNotExist();
      assertThat(kubectl.home().resolve("run")).doesNotExist();
    }
  }

  private static void edit(TestNamespace namespace, Map<String, ?> status) {
    AsUser.editStatus(
        ApiServer.get()
            .client()
            .genericKubernetesResources("natstoken.dev/v1alpha1", "NatsTokenAuth")
            .inNamespace(namespace.name())
            .withName("orders"),
        r -> {
          r.setAdditionalProperty("status", status);
          return r;
        });
  }

  @Test
  void theOperatorIsPausedAndResumed() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      Kubectl kubectl = kubectl(namespace);
      assertThat(kubectl.natstoken("resume", "orders").done()).contains("is not paused");
      kubectl.natstoken("pause", "orders").done();
      assertThat(namespace.get().getSpec().paused()).isTrue();
      assertThat(kubectl.natstoken("status", "orders").done()).contains("PAUSED");
      assertThat(kubectl.natstoken("rotate", "orders").refused()).contains("natstoken resume");
      assertThat(kubectl.natstoken("pause", "orders").done()).contains("paused already");
      kubectl.natstoken("resume", "orders").done();
      namespace.awaitReady(r -> r.getSpec() == null || r.getSpec().paused() == null);
    }
  }

  @Test
  void theTokenStandsInTheContextForItsOwnerAloneAndNowhereElse() throws Exception {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.putCertificate("orders-tls");
      namespace.startOperator();
      namespace.apply(Map.of("tls", Map.of("secretName", "orders-tls")));
      namespace.awaitReady();
      Kubectl kubectl = kubectl(namespace);
      String token = namespace.token();
      assertThat(kubectl.natstoken("token", "orders").done()).isEqualTo(token + "\n");
      assertThat(kubectl.natstoken("context", "orders").done())
          .contains("port-forward")
          .doesNotContain(token);

      Path file =
          kubectl.home().resolve(".config/nats/context/" + namespace.name() + "-orders.json");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      JsonNode context = JSON.readTree(file.toFile());
      assertThat(context.path("token").asText()).isEqualTo(token);
      assertThat(context.path("url").asText())
          .isEqualTo(
              SecretText.of(
                  namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).get(), "servers"));
      assertThat(Path.of(context.path("ca").asText())).content().contains("BEGIN CERTIFICATE");

      kubectl.natstoken("context", "orders", "--server", "nats://localhost:4222").done();
      assertThat(JSON.readTree(file.toFile()).path("url").asText())
          .isEqualTo("nats://localhost:4222");
      Files.writeString(file, "{}");
      assertThat(kubectl.natstoken("context", "orders").refused()).contains("not written by this");
      assertThat(file).content().isEqualTo("{}");
      assertThat(kubectl.seen()).contains("kubectl-natstoken").doesNotContain(token);
    }
  }

  @Test
  void theReportHoldsNoTokenNoHashAndNoPassword() throws Exception {
    try (RotatingServers servers = RotatingServers.serving(2, "1h")) {
      TestNamespace namespace = servers.namespace();
      servers.request("1");
      servers.awaitOverlap();
      String token = servers.token();
      String former = servers.secret("previous-token");
      String encoded = servers.secret().getData().get("token");
      namespace.edit(
          dev.natstoken.operator.api.NatsTokenAuth.class,
          "orders",
          r -> {
            r.getMetadata()
                .getAnnotations()
                .put("note", "tokens " + token + " and " + former + encoded);
            return r;
          });
      Kubectl kubectl = kubectl(namespace);
      kubectl.natstoken("report", "orders", "--file", "report.tar.gz").done();
      Path archive = kubectl.home().resolve("report.tar.gz");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
          .isEqualTo("rw-------");
      String text = unpacked(archive);
      String password =
          SecretText.of(
                  namespace.object(Secret.class, TestNamespace.ROUTES_SECRET).get(), "routes.conf")
              .replaceAll("(?s).*\"?password\"?: *\"([^\"]+)\".*", "$1");
      assertThat(password).hasSizeBetween(16, 80);
      assertThat(text)
          .contains("kind: NatsTokenAuth", "orders-nats-0", "RotationStarted", "nats.conf")
          .contains("tokens (secret) and (secret)(secret)", "(hash)")
          .doesNotContain(token, former, encoded, password)
          .doesNotContainPattern("[$]2[abxy][$]");
      assertThat(kubectl.seen()).doesNotContain(token, former, password);
      assertThat(kubectl.natstoken("report", "orders", "--file", "report.tar.gz").refused())
          .contains("exists");
    }
  }

  @Test
  void theReportIsWrittenWithoutATokenSecretToo() throws Exception {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(Map.of("token", Map.of("existingSecret", Map.of("name", "absent"))));
      assertThat(report(namespace)).contains("kind: NatsTokenAuth", "not found: no Lease says");
    }
  }

  /** A Lease that somebody else wrote must not choose whose logs are in the report. */
  @Test
  void theReportHoldsTheLogsOfTheOperatorAlone() throws Exception {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(Map.of());
      putPod(namespace, "operator-1-a", "nats-token-operator");
      putPod(namespace, "operator-1-b", "shop");
      putPod(namespace, "operator-other-1-a", "nats-token-operator");
      putLease(namespace, namespace.name() + "/operator");
      assertThat(report(namespace))
          .contains("/operator-operator-1-a.log")
          .doesNotContain("/operator-operator-1-b.log", "/operator-operator-other");
      putLease(namespace, namespace.name() + "/shop");
      assertThat(report(namespace)).contains("not found: no pod of shop");
      putLease(namespace, "--all-namespaces/a,b");
      assertThat(report(namespace)).contains("not looked for: the Lease names no operator");
    }
  }

  private static void putPod(TestNamespace namespace, String name, String app) {
    namespace.create(
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .addToLabels("app.kubernetes.io/name", app)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("any")
            .withImage("any")
            .endContainer()
            .endSpec()
            .build());
  }

  private static void putLease(TestNamespace namespace, String holder) {
    ApiServer.get()
        .client()
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName("natstokenauths.natstoken.dev")
                .withNamespace(namespace.name())
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .endSpec()
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  private static String report(TestNamespace namespace) throws Exception {
    Kubectl kubectl = kubectl(namespace);
    kubectl.natstoken("report", "orders", "--file", "report.tar.gz").done();
    return unpacked(kubectl.home().resolve("report.tar.gz"));
  }

  /** Names and contents of what is in it. */
  private static String unpacked(Path archive) throws Exception {
    Process tar =
        new ProcessBuilder("tar", "-xvzOf", archive.toString()).redirectErrorStream(true).start();
    return new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void whoMayNotReadIsToldWhichRightIsMissing() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      Kubectl kubectl = kubectl(namespace);
      for (String verb :
          List.of("status", "token", "rotate", "revoke", "clients", "context", "pause", "report")) {
        assertThat(kubectl.natstoken(verb, "orders", "--as", "nobody").refused())
            .as(verb)
            .contains(
                "you lack a right in the namespace " + namespace.name(), "cannot get resource")
            .doesNotContain(namespace.token());
      }
    }
  }

  @Test
  void whatDoesNotExistIsSaidSo() {
    try (TestNamespace namespace = new TestNamespace()) {
      Kubectl kubectl = kubectl(namespace);
      assertThat(kubectl.natstoken("token", "invoices").refused())
          .contains("no NatsTokenAuth invoices in the namespace " + namespace.name());
      assertThat(kubectl.natstoken("status", "orders", "-n", "absent").refused())
          .contains("no namespace absent");
      assertThat(kubectl.natstoken("status").done()).contains("no NatsTokenAuth in the namespace");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token -- --all",
        "token -- -A",
        "status Orders",
        "token a;id",
        "token $(id)",
        "token a b",
        "token",
        "rotate orders --yes",
        "frobnicate",
        "-n x token",
        "token orders -n --all",
        "rotate orders --timeout soon",
        "rotate orders --timeout 10m5s",
        "rotate orders --wait --cancel",
        "status orders -o yaml",
        "token orders --namespace",
        "token orders --unknown",
        "pause --"
      })
  void whatIsNoCommandIsRefusedBeforeTheServerIsAsked(String line) {
    try (TestNamespace namespace = new TestNamespace()) {
      Kubectl kubectl = kubectl(namespace);
      String before = kubectl.seen();
      Kubectl.Outcome outcome = kubectl.natstoken(line.split(" ", -1));
      assertThat(outcome.code()).as(outcome.errors()).isEqualTo(2);
      assertThat(outcome.errors()).contains("kubectl natstoken: ");
      assertThat(kubectl.seen().substring(before.length()).lines())
          .as("calls of kubectl by the plugin")
          .noneMatch(l -> l.equals("get") || l.equals("annotate") || l.equals("delete"));
    }
  }

  @Test
  void everyVerbHasHelpAndIsCompleted() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      Kubectl kubectl = kubectl(namespace);
      String verbs = kubectl.run("__complete", "natstoken", "").done();
      assertThat(verbs.lines()).contains("status", "revoke", "report");
      verbs
          .lines()
          .filter(v -> v.matches("[a-z]+") && !v.matches("help|completion"))
          .forEach(verb ->
              assertThat(kubectl.natstoken(verb, "--help").done())
                  .startsWith("kubectl natstoken " + verb));
      assertThat(kubectl.run("__complete", "natstoken", "token", "").done().lines())
          .contains("orders");
      assertThat(kubectl.run("__complete", "natstoken", "rotate", "orders", "--").done().lines())
          .contains("--wait", "--cancel", "--namespace");
      assertThat(kubectl.natstoken("help").done()).contains("kubectl natstoken VERB");
    }
  }
}
