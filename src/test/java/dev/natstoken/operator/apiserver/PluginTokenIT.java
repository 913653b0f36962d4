package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.InThread;
import dev.natstoken.operator.Kubectl;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How kubectl natstoken has a token changed, called off and ended, and the operator paused. */
@Tag("api")
class PluginTokenIT {

  @Test
  void aRotationIsFollowedToItsEnd() {
    try (RotatingServers servers = RotatingServers.serving(2, "0s")) {
      Kubectl kubectl = ApiServer.get().kubectl(servers.namespace().name());
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
      Kubectl kubectl = ApiServer.get().kubectl(namespace.name());
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
      Kubectl kubectl = ApiServer.get().kubectl(servers.namespace().name());
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
      Kubectl kubectl = ApiServer.get().kubectl(namespace.name());
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
      assertThat(
              ApiServer.get()
                  .kubectl(namespace.name())
                  .natstoken("revoke", "orders", "--yes")
                  .refused())
          .contains("not the operator's");
      assertThat(ApiServer.get().kubectl(namespace.name()).natstoken("token", "orders").refused())
          .contains("not the operator's");
      assertThat(namespace.token()).isEqualTo("of somebody else");
    }
  }

  @Test
  void theOperatorIsPausedAndResumed() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      Kubectl kubectl = ApiServer.get().kubectl(namespace.name());
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
}
