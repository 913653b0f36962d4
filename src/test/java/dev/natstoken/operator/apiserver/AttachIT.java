package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.Reported;
import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.TestAuthority;
import dev.natstoken.operator.nats.RefusableLogin;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers in the layout of the official chart, run by somebody else, with our token. */
@Tag("api")
class AttachIT {

  private static final Map<String, ?> SPEC = Map.of("serverRef", Map.of("name", ChartLayout.SET));

  private final KubernetesClient client = ApiServer.get().client();

  @Test
  void theServersTakeTheTokenAndNothingElseOfThemChanges() throws IOException {
    try (TestNamespace namespace = attached()) {
      assertThat(namespace.objects().keySet())
          .containsExactlyInAnyOrder(
              "ConfigMap/nats-config",
              "ConfigMap/orders-nats-auth",
              "Secret/orders-nats-token",
              "Service/nats-headless",
              "StatefulSet/nats");
      assertLetsIn(namespace, namespace.token());
      Secret secret = namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).get();
      assertThat(SecretText.of(secret, "host"))
          .isEqualTo("nats-headless." + namespace.name() + ".svc");
      assertThat(SecretText.of(secret, "servers"))
          .startsWith(
              "nats://nats-0.nats-headless." + namespace.name() + ".svc:4222,nats://nats-1");
      assertThat(namespace.get().getStatus().selector())
          .contains("app.kubernetes.io/component=nats");
      assertThat(namespace.get().getStatus().readyReplicas()).isEqualTo(3);
      assertThat(set(namespace).getSpec().getTemplate().getMetadata().getAnnotations())
          .containsOnlyKeys("natstoken.dev/config-digest");
      assertThat(set(namespace).getMetadata().getOwnerReferences()).isEmpty();
      assertThat(message(namespace, Conditions.READY)).contains("no overlap");

      namespace.operator().awaitReconciliations(2);
      List<String> before = namespace.operatorWrites();
      namespace.operator().awaitReconciliations(3);
      assertThat(namespace.operatorWrites()).isEqualTo(before);
    }
  }

  @Test
  void aNewTokenIsPublishedAtOnceAndTheServersFollow() throws IOException {
    try (TestNamespace namespace = attached()) {
      String former = namespace.token();
      AsUser.requestRotation(namespace.resource(), "1");
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
      assertThat(namespace.token()).isNotEqualTo(former);
      assertLetsIn(namespace, namespace.token());
      assertThat(isAccepted(namespace, former)).isFalse();
    }
  }

  @Test
  void aConfigurationThatDecidesItselfIsNamedAndNothingIsRestarted() {
    try (TestNamespace namespace = new TestNamespace()) {
      ChartLayout chart = new ChartLayout(client, namespace.name());
      chart.install();
      String rival =
          "  \"accounts\": {\"A\": {\"users\": [{\"user\": \"u\", \"password\": \"p\"}]}},";
      chart.addToConfig(rival);
      namespace.startOperator("1s");
      namespace.apply(SPEC);
      assertThat(namespace.awaitStalled("ServerConfiguration").getMessage())
          .contains("nats.conf in ConfigMap nats-config", "accounts.A.users");
      assertThat(set(namespace).getMetadata().getGeneration()).isEqualTo(1);

      chart.removeFromConfig(rival);
      namespace.awaitReady();
    }
  }

  @Test
  void soDoesOneThatIncludesAnotherAuthorizationBlock() {
    try (TestNamespace namespace = new TestNamespace()) {
      ChartLayout chart = new ChartLayout(client, namespace.name());
      chart.install();
      chart.addFile("more.conf", "include ./rival.conf");
      chart.addFile("rival.conf", "authorization: {token: somebody-elses}");
      chart.addToConfig("  include more.conf;");
      namespace.startOperator("1s");
      namespace.apply(SPEC);
      assertThat(namespace.awaitStalled("ServerConfiguration").getMessage())
          .contains("rival.conf in ConfigMap nats-config itself decides who gets in");
      assertThat(set(namespace).getMetadata().getGeneration()).isEqualTo(1);
    }
  }

  @Test
  void aConfigurationThatNobodyCouldReadIsSaidInReady() {
    try (TestNamespace namespace = new TestNamespace()) {
      new ChartLayout(client, namespace.name()).install();
      namespace
          .object(StatefulSet.class, ChartLayout.SET)
          .edit(
              s -> {
                s.getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .get(0)
                    .setArgs(List.of("-c", "/etc/secret/nats.conf"));
                return s;
              });
      namespace.startOperator("1s");
      namespace.apply(SPEC);
      namespace.awaitReady();
      assertThat(message(namespace, Conditions.READY))
          .contains("no overlap")
          .contains("(/etc/secret/nats.conf is not in a ConfigMap that container nats mounts)");
    }
  }

  @Test
  void serversThatAnotherResourceRunsAreLeftToIt() {
    try (TestNamespace namespace = new TestNamespace()) {
      new ChartLayout(client, namespace.name()).install();
      namespace
          .object(StatefulSet.class, ChartLayout.SET)
          .edit(
              s ->
                  s.edit()
                      .editMetadata()
                      .addNewOwnerReference()
                      .withApiVersion("natstoken.dev/v1alpha1")
                      .withKind("NatsTokenAuth")
                      .withName("billing")
                      .withUid("6f1c2f0e-0000-4000-8000-000000000001")
                      .withController(true)
                      .endOwnerReference()
                      .endMetadata()
                      .build());
      namespace.startOperator("1s");
      namespace.apply(SPEC);
      assertThat(namespace.awaitStalled("ServerConfiguration").getMessage())
          .contains("belongs to NatsTokenAuth billing");
      assertThat(namespace.objects()).doesNotContainKey("Secret/orders-nats-token");
    }
  }

  @Test
  void serversWithTlsAreProvedOverTls(@TempDir Path certificates) {
    try (TestNamespace namespace = withTls(certificates, "")) {
      namespace.awaitReady();
      assertThat(message(namespace, Conditions.VERIFIED)).startsWith("Every server lets in");
      Secret secret = namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).get();
      assertThat(SecretText.of(secret, "url")).startsWith("tls://").doesNotContain("nats://");
      assertThat(secret.getData()).doesNotContainKey("ca.crt");
      AsUser.requestRotation(namespace.resource(), "1");
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
    }
  }

  @Test
  void serversThatAskForACertificateCannotBeProved(@TempDir Path certificates) {
    String verify =
        ", \"verify\": true, \"ca_file\": \"%s\"".formatted(certificates.resolve("ca.crt"));
    try (TestNamespace namespace = withTls(certificates, verify)) {
      awaitVerified(namespace, "Unreachable");
      assertThat(message(namespace, Conditions.VERIFIED)).contains("no TLS with it");
    }
  }

  @Test
  void whatTheConfigurationDoesNotShowTheProofDoes() {
    try (TestNamespace namespace = attached()) {
      // Not seen by the scan, as if it came from a file that only the pods have.
      namespace.servers().append("\n\"authorization\": {\"token\": \"somebody-elses\"}\n");
      AsUser.requestRotation(namespace.resource(), "1");
      awaitVerified(namespace, "ProofFailed");
      assertThat(message(namespace, Conditions.VERIFIED)).contains("another authorization block");
    }
  }

  @Test
  void serversThatAreScaledToNoneKeepTheirToken() {
    try (TestNamespace namespace = attached()) {
      String token = namespace.token();
      scale(namespace, 0);
      assertThat(namespace.awaitStalled("ServersMissing").getMessage()).contains("no replicas");
      assertThat(namespace.token()).isEqualTo(token);
      scale(namespace, 2);
      namespace.awaitReady(r -> r.getStatus().readyReplicas() == 2);
      assertThat(namespace.token()).isEqualTo(token);
    }
  }

  @Test
  void missingServersAndMissingMountsAreToldInWords() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator("1s");
      namespace.apply(SPEC);
      assertThat(namespace.awaitStalled("ServersMissing").getMessage())
          .contains("StatefulSet nats in spec.serverRef does not exist");

      ChartLayout chart = new ChartLayout(client, namespace.name());
      chart.install();
      chart.removeFromConfig("  include ../nats-auth/authorization.conf;");
      assertThat(namespace.awaitStalled("ServerConfiguration").getMessage())
          .contains("does not include ../nats-auth/authorization.conf");
    }
  }

  @Test
  void aDeletedResourceLeavesTheServersAndTheirConfigurationAlone() {
    try (TestNamespace namespace = attached()) {
      String version = set(namespace).getMetadata().getResourceVersion();
      namespace.resource().delete();
      TestNamespace.await("gone").until(() -> namespace.get() == null);
      namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).delete();
      assertThat(set(namespace).getMetadata().getResourceVersion()).isEqualTo(version);
      ConfigMap kept = namespace.object(ConfigMap.class, ChartLayout.AUTHORIZATION).get();
      assertThat(kept.getMetadata().getOwnerReferences()).isEmpty();

      namespace.apply(SPEC);
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
    }
  }

  private TestNamespace attached() {
    TestNamespace namespace = new TestNamespace();
    new ChartLayout(client, namespace.name()).install();
    namespace.startOperator("1s");
    namespace.apply(SPEC);
    namespace.awaitReady();
    return namespace;
  }

  private TestNamespace withTls(Path certificates, String more) {
    TestNamespace namespace = new TestNamespace();
    new TestAuthority("servers").issue("nats").write(certificates);
    ChartLayout chart = new ChartLayout(client, namespace.name());
    chart.install();
    chart.addToConfig(
        "  \"tls\": {\"cert_file\": \"%s\", \"key_file\": \"%s\"%s},"
            .formatted(certificates.resolve("tls.crt"), certificates.resolve("tls.key"), more));
    namespace.startOperator("1s");
    namespace.apply(SPEC);
    return namespace;
  }

  private static void awaitVerified(TestNamespace namespace, String reason) {
    namespace.awaitUntil(
        "Verified with " + reason,
        r ->
            Reported.condition(r, Conditions.VERIFIED)
                .filter(c -> reason.equals(c.getReason()))
                .isPresent());
  }

  private static void scale(TestNamespace namespace, int replicas) {
    namespace
        .object(StatefulSet.class, ChartLayout.SET)
        .edit(s -> s.edit().editSpec().withReplicas(replicas).endSpec().build());
  }

  private static StatefulSet set(TestNamespace namespace) {
    return namespace.object(StatefulSet.class, ChartLayout.SET).get();
  }

  private static String message(TestNamespace namespace, String type) {
    return Reported.condition(namespace.get(), type).map(Condition::getMessage).orElse("");
  }

  private static void assertLetsIn(TestNamespace namespace, String token) throws IOException {
    assertThat(isAccepted(namespace, token)).isTrue();
    assertThat(isAccepted(namespace, null)).isFalse();
    assertThat(isAccepted(namespace, token + "x")).isFalse();
  }

  private static boolean isAccepted(TestNamespace namespace, String token) throws IOException {
    return new RefusableLogin(Duration.ofSeconds(5))
        .isAccepted(namespace.servers().address("nats-0"), 4222, Optional.ofNullable(token));
  }
}
