package dev.natstoken.operator.attached;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import org.junit.jupiter.api.Test;

class RollHindranceTest {

  @Test
  void aSetThatRollsByItselfHasNone() {
    assertThat(RollHindrance.of(set("RollingUpdate", 0))).isEmpty();
    assertThat(RollHindrance.of(set("RollingUpdate", null))).isEmpty();
  }

  @Test
  void aControllerThatWaitsForDeletionsIsToldWhatToDo() {
    assertThat(RollHindrance.of(set("OnDelete", null)))
        .hasValueSatisfying(hindrance -> {
          assertThat(hindrance.deletion()).isTrue();
          assertThat(hindrance.notRolled().message())
              .contains("StatefulSet nats has", "OnDelete", "delete its pods one by one");
          assertThat(hindrance.note()).contains("StatefulSet nats", "OnDelete");
        });
  }

  @Test
  void aPartitionThatHoldsPodsBackIsToBeLowered() {
    assertThat(RollHindrance.of(set("RollingUpdate", 1)))
        .hasValueSatisfying(hindrance -> {
          assertThat(hindrance.deletion()).isFalse();
          assertThat(hindrance.notRolled().message()).contains("partition", "lower it to 0");
          assertThat(hindrance.withholdsToken().message())
              .contains("no other token is published", "RollingUpdate, partition 0");
        });
  }

  private static StatefulSet set(String type, Integer partition) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withName("nats")
        .endMetadata()
        .withNewSpec()
        .withNewUpdateStrategy()
        .withType(type)
        .withNewRollingUpdate()
        .withPartition(partition)
        .endRollingUpdate()
        .endUpdateStrategy()
        .endSpec()
        .build();
  }
}
