package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Reported;
import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Servers in the layout of the official chart, run by somebody else, with our token. */
@Tag("api")
class AttachIT {

  @Test
  void theServersTakeTheTokenAndNothingElseOfThemChanges() throws IOException {
    try (Attached attached = Attached.serving()) {
      TestNamespace namespace = attached.namespace();
      assertThat(namespace.objects().keySet())
          .containsExactlyInAnyOrder(
              "ConfigMap/nats-config",
              "ConfigMap/orders-nats-auth",
              "ConfigMap/orders-nats-token-version",
              "Secret/orders-nats-token",
              "Service/nats-headless",
              "StatefulSet/nats");
      attached.assertLetsIn(namespace.token());
      Secret secret = namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).get();
      assertThat(SecretText.of(secret, "host"))
          .isEqualTo("nats-headless." + namespace.name() + ".svc");
      assertThat(SecretText.of(secret, "servers"))
          .startsWith(
              "nats://nats-0.nats-headless." + namespace.name() + ".svc:4222,nats://nats-1");
      assertThat(namespace.get().getStatus().selector())
          .contains("app.kubernetes.io/component=nats");
      assertThat(namespace.get().getStatus().readyReplicas()).isEqualTo(3);
      assertThat(attached.set().getSpec().getTemplate().getMetadata().getAnnotations())
          .containsOnlyKeys("natstoken.dev/config-digest");
      assertThat(attached.set().getMetadata().getOwnerReferences()).isEmpty();
      assertThat(attached.message(Conditions.READY)).contains("no overlap");

      namespace.operator().awaitReconciliations(2);
      List<String> before = namespace.operatorWrites();
      namespace.operator().awaitReconciliations(3);
      assertThat(namespace.operatorWrites()).isEqualTo(before);
    }
  }

  @Test
  void aNewTokenIsPublishedAtOnceAndTheServersFollow() throws IOException {
    try (Attached attached = Attached.serving()) {
      TestNamespace namespace = attached.namespace();
      String former = namespace.token();
      attached.requestRotation("1");
      attached.awaitGeneration(2);
      assertThat(namespace.token()).isNotEqualTo(former);
      attached.assertLetsIn(namespace.token());
      assertThat(attached.isAccepted(former)).isFalse();
    }
  }

  @Test
  void whatTheConfigurationDoesNotShowTheProofDoes() {
    try (Attached attached = Attached.serving()) {
      TestNamespace namespace = attached.namespace();
      // Not seen by the scan, as if it came from a file that only the pods have.
      namespace.servers().append("\n\"authorization\": {\"token\": \"somebody-elses\"}\n");
      attached.requestRotation("1");
      attached.awaitVerified("ProofFailed");
      assertThat(attached.message(Conditions.VERIFIED)).contains("another authorization block");
    }
  }

  @Test
  void serversThatAreScaledToNoneKeepTheirToken() {
    try (Attached attached = Attached.serving()) {
      TestNamespace namespace = attached.namespace();
      String token = namespace.token();
      attached.scale(0);
      assertThat(namespace.awaitStalled("ServersMissing").getMessage()).contains("no replicas");
      assertThat(Reported.condition(namespace.get(), Conditions.VERIFIED).orElseThrow().getReason())
          .isEqualTo("Pending");
      assertThat(namespace.token()).isEqualTo(token);
      attached.scale(2);
      namespace.awaitReady(r -> r.getStatus().readyReplicas() == 2);
      assertThat(namespace.token()).isEqualTo(token);
    }
  }

  @Test
  void missingServersAndMissingMountsAreToldInWords() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator("1s");
      namespace.apply(Attached.SPEC);
      assertThat(namespace.awaitStalled("ServersMissing").getMessage())
          .contains("StatefulSet nats in spec.serverRef does not exist");

      ChartLayout chart = new ChartLayout(ApiServer.get().client(), namespace.name());
      chart.install();
      chart.removeFromConfig("  include ../nats-auth/authorization.conf;");
      assertThat(namespace.awaitStalled("ServerConfiguration").getMessage())
          .contains("does not include ../nats-auth/authorization.conf");
    }
  }

  /**
   * The order in which docs/moving-from-the-official-chart.md has servers without a token attached.
   */
  @Test
  void clientsHaveTheTokenBeforeTheServersAskForIt() throws IOException {
    try (Attached attached = Attached.installed()) {
      TestNamespace namespace = attached.namespace();
      String include = "  include ../nats-auth/authorization.conf;";
      attached.chart().removeFromConfig(include);
      attached.start();
      namespace.awaitStalled("ServerConfiguration");
      namespace.awaitUntil("a server", _ -> namespace.servers().runs("nats-0"));
      String token = namespace.token();
      assertThat(attached.isAccepted(token)).isTrue();
      assertThat(attached.isAccepted(null)).isTrue();

      attached.chart().addToConfig(include);
      namespace.awaitReady();
      assertThat(namespace.token()).isEqualTo(token);
      attached.assertLetsIn(token);
    }
  }

  @Test
  void serversWithoutNamesOfTheirOwnAreRefused() {
    try (Attached attached = Attached.installed()) {
      StatefulSet nameless =
          new StatefulSetBuilder(attached.set())
              .editSpec()
              .withServiceName(null)
              .endSpec()
              .editMetadata()
              .withResourceVersion(null)
              .withUid(null)
              .endMetadata()
              .build();
      attached.namespace().object(StatefulSet.class, ChartLayout.SET).delete();
      attached.namespace().create(nameless);
      attached.start();
      assertThat(attached.namespace().awaitStalled("ServerConfiguration").getMessage())
          .contains("it needs a spec.serviceName");
      assertThat(attached.set().getMetadata().getGeneration()).isEqualTo(1);
    }
  }

  @Test
  void aDeletedResourceLeavesTheServersAndTheirConfigurationAlone() {
    try (Attached attached = Attached.serving()) {
      TestNamespace namespace = attached.namespace();
      String version = attached.set().getMetadata().getResourceVersion();
      namespace.resource().delete();
      TestNamespace.await("gone").until(() -> namespace.get() == null);
      namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).delete();
      namespace.object(ConfigMap.class, RestartsIT.VERSION).delete();
      assertThat(attached.set().getMetadata().getResourceVersion()).isEqualTo(version);
      ConfigMap kept = namespace.object(ConfigMap.class, ChartLayout.AUTHORIZATION).get();
      assertThat(kept.getMetadata().getOwnerReferences()).isEmpty();

      namespace.apply(Attached.SPEC);
      attached.awaitGeneration(2);
    }
  }
}
