package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Kubectl;
import dev.natstoken.operator.SecretText;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is in the archive that kubectl natstoken report writes. */
@Tag("api")
class PluginReportIT {

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
      Kubectl kubectl = ApiServer.get().kubectl(namespace.name());
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
    Kubectl kubectl = ApiServer.get().kubectl(namespace.name());
    kubectl.natstoken("report", "orders", "--file", "report.tar.gz").done();
    return unpacked(kubectl.home().resolve("report.tar.gz"));
  }

  /** Names and contents of what is in it. */
  private static String unpacked(Path archive) throws Exception {
    Process tar =
        new ProcessBuilder("tar", "-xvzOf", archive.toString()).redirectErrorStream(true).start();
    return new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
