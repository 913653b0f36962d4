package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Reported;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Servers of somebody else that do not replace themselves. */
@Tag("api")
class AttachHindranceIT {

  @Test
  void onesThatWaitForDeletionAreToldOfUntilTheyAreDeleted() {
    try (Attached attached = Attached.serving()) {
      onDelete(attached);
      assertToldOf(attached, "delete its pods one by one");
      deletePods(attached);
      attached.namespace().awaitReady();
      assertThat(attached.message(Conditions.READY))
          .contains("the token does not change while StatefulSet nats has the update strategy");
    }
  }

  @Test
  void soAreOnesBelowAPartitionUntilItIsLowered() {
    try (Attached attached = Attached.serving()) {
      strategy(attached, 2);
      assertToldOf(attached, "lower it to 0");
      strategy(attached, 0);
      attached.namespace().awaitReady();
      assertThat(attached.message(Conditions.READY)).doesNotContain("does not change");
    }
  }

  @Test
  void noOtherTokenIsPublishedWhileServersWaitForDeletion() throws IOException {
    try (Attached attached = Attached.serving()) {
      onDelete(attached);
      assertWithheldUntilItRolls(attached, "the update strategy OnDelete");
    }
  }

  @Test
  void norWhileSomeAreHeldByAPartition() throws IOException {
    try (Attached attached = Attached.serving()) {
      strategy(attached, 2);
      assertWithheldUntilItRolls(attached, "an update strategy with a partition");
    }
  }

  @Test
  void aTokenThatIsOverdueIsNotLookedAfterWithoutPause() {
    try (Attached attached = Attached.serving()) {
      onDelete(attached);
      attached
          .namespace()
          .edit(
              Secret.class,
              TestNamespace.TOKEN_SECRET,
              s ->
                  s.edit()
                      .editMetadata()
                      .addToAnnotations("natstoken.dev/token-created-at", "2020-01-01T00:00:00Z")
                      .endMetadata()
                      .build());
      attached.apply("rotation", Map.of("interval", "24h"));
      attached.namespace().awaitStalled("ServersNotRolled");

      Instant before = Instant.now();
      attached.namespace().operator().awaitReconciliations(3);
      assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
    }
  }

  /** Of another authorization block, which not all servers get. */
  private static void assertToldOf(Attached attached, String remedy) {
    attached.namespace().servers().settle();
    attached.apply("authTimeout", "7s");
    attached
        .namespace()
        .awaitUntil("the roll went as far as it goes", AttachHindranceIT::isStalled);
    assertThat(attached.namespace().awaitStalled("ServersNotRolled").getMessage()).contains(remedy);
  }

  private static boolean isStalled(NatsTokenAuth resource) {
    return Reported.isNewest(resource) && Reported.isTrue(resource, Conditions.STALLED);
  }

  private static void assertWithheldUntilItRolls(Attached attached, String strategy)
      throws IOException {
    String token = attached.namespace().token();
    attached.namespace().servers().settle();
    attached.requestRotation("1");
    assertThat(attached.namespace().awaitStalled("ServersNotRolled").getMessage())
        .contains("StatefulSet nats has " + strategy, "no other token is published");
    assertThat(attached.namespace().token()).isEqualTo(token);
    attached.assertLetsIn(token);

    strategy(attached, 0);
    attached.awaitGeneration(2);
    attached.assertLetsIn(attached.namespace().token());
    assertThat(attached.isAccepted(token)).isFalse();
  }

  private static void onDelete(Attached attached) {
    attached.editSet(s ->
        s.editSpec().withNewUpdateStrategy().withType("OnDelete").endUpdateStrategy().endSpec());
  }

  private static void strategy(Attached attached, int partition) {
    attached.editSet(s ->
        s.editSpec()
            .withNewUpdateStrategy()
            .withType("RollingUpdate")
            .withNewRollingUpdate()
            .withPartition(partition)
            .endRollingUpdate()
            .endUpdateStrategy()
            .endSpec());
  }

  private static void deletePods(Attached attached) {
    ApiServer.get()
        .client()
        .pods()
        .inNamespace(attached.namespace().name())
        .list()
        .getItems()
        .forEach((Pod pod) -> attached.namespace().servers().delete(pod));
  }
}
