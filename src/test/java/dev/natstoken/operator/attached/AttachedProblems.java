package dev.natstoken.operator.attached;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.ProblemException;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The problems with servers that somebody else runs. */
public final class AttachedProblems {

  private static final StatefulSet SET =
      new StatefulSetBuilder()
          .withNewMetadata()
          .withName("nats")
          .endMetadata()
          .withNewSpec()
          .withReplicas(3)
          .withServiceName("nats-headless")
          .withNewUpdateStrategy()
          .withType("OnDelete")
          .endUpdateStrategy()
          .withNewTemplate()
          .withNewSpec()
          .endSpec()
          .endTemplate()
          .endSpec()
          .build();

  private AttachedProblems() {}

  /** Those of a configuration in detail are looked at in its own test. */
  public static Stream<Problem> all() {
    StatefulSet parted =
        SET.edit()
            .editSpec()
            .withNewUpdateStrategy()
            .withType("RollingUpdate")
            .withNewRollingUpdate()
            .withPartition(2)
            .endRollingUpdate()
            .endUpdateStrategy()
            .endSpec()
            .build();
    return Stream.of(
        ServerRefTarget.missing("nats"),
        refused(SET.edit().editSpec().withReplicas(0).endSpec().build(), List.of()),
        refused(SET.edit().editSpec().withServiceName(null).endSpec().build(), List.of()),
        refused(SET, List.of(resource("first", "2026-01-01T00:00:00Z"))),
        refused(controlled("nats.io/v1", "NatsCluster"), List.of()),
        refused(controlled("natstoken.dev/v1alpha1", "NatsTokenAuth"), List.of()),
        RollHindrance.of(SET).orElseThrow().notRolled(),
        RollHindrance.of(SET).orElseThrow().withholdsToken(),
        RollHindrance.of(parted).orElseThrow().notRolled(),
        AttachedConfiguration.of(SET, "orders-nats-auth", _ -> Optional.empty())
            .problem()
            .orElseThrow());
  }

  private static StatefulSet controlled(String apiVersion, String kind) {
    return SET.edit()
        .editMetadata()
        .addToOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(apiVersion)
                .withKind(kind)
                .withName("other")
                .withUid("uid-9")
                .withController(true)
                .build())
        .endMetadata()
        .build();
  }

  private static Problem refused(StatefulSet set, List<NatsTokenAuth> others) {
    NatsTokenAuth resource = resource("orders", "2026-01-02T00:00:00Z");
    try {
      ServerRefTarget.check(
          set, resource, Stream.concat(Stream.of(resource), others.stream()).toList());
      throw new AssertionError("it is taken");
    } catch (ProblemException e) {
      return e.problem();
    }
  }

  private static NatsTokenAuth resource(String name, String created) {
    NatsTokenAuth resource = new NatsTokenAuth();
    resource.setMetadata(
        new ObjectMetaBuilder().withName(name).withCreationTimestamp(created).build());
    resource.setSpec(
        Serialization.unmarshal(
            "serverRef: {kind: StatefulSet, name: nats}", NatsTokenAuthSpec.class));
    return resource;
  }
}
