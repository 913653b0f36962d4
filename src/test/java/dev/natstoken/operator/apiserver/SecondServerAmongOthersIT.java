package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.Reported;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What else looks at the number of servers, while a second one stands in for the only one. */
@Tag("api")
class SecondServerAmongOthersIT {

  private static final String QUOTA = "small";

  @Test
  void anAutoscalerSeesOneServerAllTheWhile() {
    try (RotatingServers servers = RotatingServers.serving(1, "1h");
        ReplicasWatch watch = new ReplicasWatch(servers.namespace().resource())) {
      servers.request("1");
      servers.awaitOverlap();
      assertThat(servers.replicas()).isEqualTo(2);
      Scale scale = servers.namespace().resource().scale();
      assertThat(scale.getSpec().getReplicas()).isEqualTo(1);
      assertThat(scale.getStatus().getReplicas()).isEqualTo(1);
      servers.namespace().apply(RotatingServers.spec(1, "1s"));
      servers.awaitOnly(2);
      assertThat(servers.replicas()).isEqualTo(1);
      assertThat(watch.seen()).containsOnly(1);
    }
  }

  @Test
  void anAutoscalerThatAsksForTwoInMidOverlapGetsThem() {
    try (RotatingServers servers = RotatingServers.serving(1, "1h")) {
      servers.request("1");
      servers.awaitOverlap();
      servers.namespace().resource().scale(2);
      servers.namespace().awaitUntil("two", r -> r.getStatus().replicas() == 2);
      assertThat(servers.namespace().resource().scale().getStatus().getReplicas()).isEqualTo(2);
      assertThat(Reported.isTrue(servers.namespace().get(), Conditions.READY)).isTrue();
    }
  }

  @Test
  void aQuotaThatHasNoRoomForTheSecondServerIsToldAndNobodyIsCutOff() {
    try (RotatingServers servers = RotatingServers.serving(1, "1h")) {
      TestNamespace namespace = servers.namespace();
      String former = servers.token();
      List<String> first = List.copyOf(servers.podUids());
      quota(namespace, 1, 1);
      servers.request("1");
      NatsTokenAuth waiting =
          namespace.awaitUntil("it is told", r -> message(r).contains("exceeded quota"));
      assertThat(message(waiting))
          .contains("Raise the quota", "or set spec.rotation.surge: false to rotate without it");
      assertThat(Reported.isTrue(waiting, Conditions.READY)).isTrue();
      assertThat(Reported.condition(waiting, Conditions.STALLED)).isEmpty();
      assertThat(waiting.getStatus().replicas()).isEqualTo(1);
      assertThat(servers.token()).isEqualTo(former);
      assertThat(servers.accepting(former)).containsExactly(0);
      assertThat(servers.podUids()).containsExactlyElementsOf(first);

      quota(namespace, 2, 1);
      servers.awaitOverlap();
      assertThat(servers.accepting(former)).containsExactly(0);
      assertThat(servers.accepting(servers.token())).containsExactly(1);
      assertThat(namespace.eventReasons()).doesNotContain("Stalled");
    }
  }

  /** The status is that of the quota controller, which does not run here. */
  private static void quota(TestNamespace namespace, int pods, int used) {
    Quantity hard = new Quantity(Integer.toString(pods));
    var named = namespace.object(ResourceQuota.class, QUOTA);
    if (named.get() == null) {
      namespace.create(
          new ResourceQuotaBuilder()
              .withNewMetadata()
              .withName(QUOTA)
              .endMetadata()
              .withNewSpec()
              .addToHard("pods", hard)
              .endSpec()
              .build());
    } else {
      namespace.edit(
          ResourceQuota.class,
          QUOTA,
          q -> new ResourceQuotaBuilder(q).editSpec().addToHard("pods", hard).endSpec().build());
    }
    AsUser.editStatus(
        named,
        q ->
            new ResourceQuotaBuilder(q)
                .editOrNewStatus()
                .addToHard("pods", hard)
                .addToUsed("pods", new Quantity(Integer.toString(used)))
                .endStatus()
                .build());
  }

  private static String message(NatsTokenAuth resource) {
    return Reported.condition(resource, Conditions.READY).map(Condition::getMessage).orElse("");
  }
}
