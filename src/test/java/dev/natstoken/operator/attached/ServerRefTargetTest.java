package dev.natstoken.operator.attached;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.outcome.ProblemException;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerRefTargetTest {

  private static final NatsTokenAuth FIRST = resource("first", "2026-01-01T00:00:00Z", "nats");
  private static final NatsTokenAuth SECOND = resource("second", "2026-01-02T00:00:00Z", "nats");
  private static final StatefulSet FREE = set("nats-headless", 3);

  @Test
  void aSetThatNobodyControlsCanBeAttached() {
    assertThatCode(() -> ServerRefTarget.check(FREE, FIRST, List.of(FIRST)))
        .doesNotThrowAnyException();
  }

  @Test
  void aSetOfAnotherResourceIsRefused() {
    StatefulSet owned = owned(FREE, "natstoken.dev/v1alpha1", "NatsTokenAuth", "other", true);
    assertRefused(
        owned, FIRST, "StatefulSet nats in spec.serverRef belongs to NatsTokenAuth other");
  }

  @Test
  void aSetOfAnotherControllerIsRefused() {
    StatefulSet owned = owned(FREE, "example.com/v1", "Fleet", "north", true);
    assertRefused(
        owned, FIRST, "belongs to Fleet north", "Name a StatefulSet without a controller");
  }

  @Test
  void anOwnerThatDoesNotControlItDoesNoHarm() {
    StatefulSet owned = owned(FREE, "example.com/v1", "Fleet", "north", false);
    assertThatCode(() -> ServerRefTarget.check(owned, FIRST, List.of(FIRST)))
        .doesNotThrowAnyException();
  }

  @Test
  void ofTwoResourcesTheOlderOneHasIt() {
    List<NatsTokenAuth> both = List.of(SECOND, FIRST);
    assertThatCode(() -> ServerRefTarget.check(FREE, FIRST, both)).doesNotThrowAnyException();
    assertThatThrownBy(() -> ServerRefTarget.check(FREE, SECOND, both))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("has its token from NatsTokenAuth first already");
  }

  @Test
  void ofTwoOfOneAgeTheNameDecides() {
    NatsTokenAuth twin = resource("a-twin", "2026-01-01T00:00:00Z", "nats");
    assertThatThrownBy(() -> ServerRefTarget.check(FREE, FIRST, List.of(FIRST, twin)))
        .hasMessageContaining("from NatsTokenAuth a-twin already");
  }

  @Test
  void oneThatIsBeingDeletedOrNamesOtherServersDoesNotCount() {
    NatsTokenAuth going = resource("going", "2026-01-01T00:00:00Z", "nats");
    going.getMetadata().setDeletionTimestamp("2026-01-03T00:00:00Z");
    NatsTokenAuth elsewhere = resource("elsewhere", "2026-01-01T00:00:00Z", "other-nats");
    assertThatCode(() -> ServerRefTarget.check(FREE, SECOND, List.of(SECOND, going, elsewhere)))
        .doesNotThrowAnyException();
  }

  @Test
  void aSetWithoutNamesForItsPodsIsRefused() {
    assertRefused(set(null, 3), FIRST, "needs a spec.serviceName");
    assertRefused(set("", 3), FIRST, "needs a spec.serviceName");
    assertRefused(set("a\nb", 3), FIRST, "spec.serviceName is no name of a Service");
  }

  @Test
  void aSetWithoutPodsIsRefused() {
    assertRefused(set("nats-headless", 0), FIRST, "has no replicas", "Scale it up");
  }

  private static void assertRefused(StatefulSet set, NatsTokenAuth resource, String... words) {
    assertThatThrownBy(() -> ServerRefTarget.check(set, resource, List.of(resource)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContainingAll(words);
  }

  private static StatefulSet set(String service, int replicas) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withName("nats")
        .endMetadata()
        .withNewSpec()
        .withServiceName(service)
        .withReplicas(replicas)
        .endSpec()
        .build();
  }

  private static StatefulSet owned(
      StatefulSet set, String apiVersion, String kind, String name, boolean controller) {
    return set.edit()
        .editMetadata()
        .addNewOwnerReference()
        .withApiVersion(apiVersion)
        .withKind(kind)
        .withName(name)
        .withUid("1")
        .withController(controller)
        .endOwnerReference()
        .endMetadata()
        .build();
  }

  private static NatsTokenAuth resource(String name, String created, String servers) {
    return Serialization.unmarshal(
        """
        apiVersion: natstoken.dev/v1alpha1
        kind: NatsTokenAuth
        metadata: {name: %s, namespace: shop, creationTimestamp: "%s"}
        spec:
          serverRef: {name: %s}
        """
            .formatted(name, created, servers),
        NatsTokenAuth.class);
  }
}
