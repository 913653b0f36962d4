package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.status.Conditions;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Somebody else decides over servers that somebody else runs: they are left alone. */
@Tag("api")
class AttachRivalIT {

  private static final String USERS =
      "  \"accounts\": {\"A\": {\"users\": [{\"user\": \"u\", \"password\": \"p\"}]}},";

  @Test
  void aConfigurationThatDecidesItselfIsNamedAndNothingIsRestarted() {
    try (Attached attached = Attached.installed()) {
      attached.chart().addToConfig(USERS);
      attached.start();
      assertThat(attached.namespace().awaitStalled("ServerConfiguration").getMessage())
          .contains("nats.conf in ConfigMap nats-config", "accounts.A.users");
      assertThat(attached.set().getMetadata().getGeneration()).isEqualTo(1);

      attached.chart().removeFromConfig(USERS);
      attached.namespace().awaitReady();
    }
  }

  @Test
  void soDoesOneThatIncludesAnotherAuthorizationBlock() {
    try (Attached attached = Attached.installed()) {
      attached.chart().addFile("more.conf", "include ./rival.conf");
      attached.chart().addFile("rival.conf", "authorization: {token: somebody-elses}");
      attached.chart().addToConfig("  include more.conf;");
      attached.start();
      assertThat(attached.namespace().awaitStalled("ServerConfiguration").getMessage())
          .contains("rival.conf in ConfigMap nats-config itself decides who gets in");
      assertThat(attached.set().getMetadata().getGeneration()).isEqualTo(1);
    }
  }

  @Test
  void aConfigurationThatNobodyCouldReadIsSaidInReady() {
    try (Attached attached = Attached.installed()) {
      attached.editSet(s ->
          s.editSpec()
              .editTemplate()
              .editSpec()
              .editFirstContainer()
              .withArgs("-c", "/etc/secret/nats.conf")
              .endContainer()
              .endSpec()
              .endTemplate()
              .endSpec());
      attached.start();
      attached.namespace().awaitReady();
      assertThat(attached.message(Conditions.READY))
          .contains("no overlap")
          .contains("(/etc/secret/nats.conf is not in a ConfigMap that container nats mounts)");
    }
  }

  @Test
  void noOtherTokenIsPublishedWhileTheServersWouldNotTakeIt() throws IOException {
    try (Attached attached = Attached.serving()) {
      String token = attached.namespace().token();
      attached.chart().addToConfig(USERS);
      attached.requestRotation("1");
      attached.namespace().awaitStalled("ServerConfiguration");
      attached.namespace().operator().awaitReconciliations(2);
      assertThat(attached.namespace().token()).isEqualTo(token);
      attached.assertLetsIn(token);

      attached.chart().removeFromConfig(USERS);
      attached.awaitGeneration(2);
      attached.assertLetsIn(attached.namespace().token());
    }
  }

  @Test
  void serversThatAnotherResourceRunsAreLeftToIt() {
    assertLeftTo(
        "natstoken.dev/v1alpha1", "NatsTokenAuth", "StatefulSet nats in spec.serverRef belongs to");
  }

  @Test
  void serversOfAnyOtherControllerAreLeftToIt() {
    assertLeftTo("example.com/v1", "NatsCluster", "belongs to NatsCluster billing");
  }

  @Test
  void ofTwoResourcesForTheSameServersTheOlderOneCounts() {
    try (Attached attached = Attached.serving()) {
      var second =
          ApiServer.get()
              .client()
              .resource(AsUser.resource(attached.namespace().name(), "billing", Attached.SPEC))
              .serverSideApply();
      TestNamespace.await("the second one is told so")
          .untilAsserted(() ->
              assertThat(
                      ApiServer.get()
                          .client()
                          .resource(second)
                          .get()
                          .getAdditionalProperties()
                          .toString())
                  .contains("has its token from NatsTokenAuth orders already"));
      assertThat(attached.namespace().objects()).doesNotContainKey("Secret/billing-nats-token");
      attached.namespace().awaitReady();
    }
  }

  private static void assertLeftTo(String apiVersion, String kind, String message) {
    try (Attached attached = Attached.installed()) {
      attached.editSet(s ->
          s.editMetadata()
              .addNewOwnerReference()
              .withApiVersion(apiVersion)
              .withKind(kind)
              .withName("billing")
              .withUid("6f1c2f0e-0000-4000-8000-000000000001")
              .withController(true)
              .endOwnerReference()
              .endMetadata());
      attached.start();
      assertThat(attached.namespace().awaitStalled("ServerConfiguration").getMessage())
          .contains(message);
      assertThat(attached.namespace().objects()).doesNotContainKey("Secret/orders-nats-token");
    }
  }
}
