package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Servers of somebody else that do not replace themselves. */
@Tag("api")
class AttachHindranceIT {

  @Test
  void onesThatWaitForDeletionAreToldOfUntilTheyAreDeleted() {
    try (Attached attached = Attached.installed()) {
      onDelete(attached);
      attached.namespace().startOperator("1s");
      attached.namespace().apply(Attached.SPEC);
      attached
          .namespace()
          .awaitUntil(
              "the servers run", r -> attached.set().getStatus().getUpdateRevision() != null);
      TestNamespace.await("the template is marked")
          .until(
              () ->
                  attached
                      .set()
                      .getSpec()
                      .getTemplate()
                      .getMetadata()
                      .getAnnotations()
                      .containsKey("natstoken.dev/config-digest"));
      deletePods(attached);
      attached.namespace().awaitReady();
      assertThat(attached.message(Conditions.READY))
          .contains("the token does not change while StatefulSet nats has the update strategy");
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
          .object(Secret.class, TestNamespace.TOKEN_SECRET)
          .edit(
              s ->
                  s.edit()
                      .editMetadata()
                      .addToAnnotations("natstoken.dev/token-created-at", "2020-01-01T00:00:00Z")
                      .endMetadata()
                      .build());
      Map<String, Object> spec = new HashMap<>(Attached.SPEC);
      spec.put("rotation", Map.of("interval", "24h"));
      attached.namespace().apply(spec);
      attached.namespace().awaitStalled("ServersNotRolled");

      Instant before = Instant.now();
      attached.namespace().operator().awaitReconciliations(3);
      assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
    }
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
    attached.editSet(
        s ->
            s.editSpec()
                .withNewUpdateStrategy()
                .withType("OnDelete")
                .endUpdateStrategy()
                .endSpec());
  }

  private static void strategy(Attached attached, int partition) {
    attached.editSet(
        s ->
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
