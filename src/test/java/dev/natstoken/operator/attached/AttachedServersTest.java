package dev.natstoken.operator.attached;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttachedServersTest {

  @Test
  void aPodCountsByItsControllerAndItsName() {
    assertThat(servers(set(null), pod("nats-0", "uid", true), pod("nats-1", "uid", true)))
        .containsExactly("nats-0", "nats-1");
    assertThat(
            servers(
                set(null),
                pod("nats-0", "uid", false),
                pod("nats-1", "uid", null),
                pod("nats-2", "other", true),
                pod("evil-7", "uid", true),
                pod("nats-look", "uid", true),
                pod("nats-03", "uid", true)))
        .isEmpty();
  }

  @Test
  void noServerIsBelowTheFirstOrdinalOfTheSet() {
    assertThat(
            servers(
                set(2),
                pod("nats-1", "uid", true),
                pod("nats-2", "uid", true),
                pod("nats-3", "uid", true)))
        .containsExactly("nats-2", "nats-3");
  }

  @Test
  void whatTheSelectorSelectsAndTheSetWillNotControlIsAStranger() {
    Pod leaving =
        new PodBuilder(pod("evil-8", "other", true))
            .editMetadata()
            .withDeletionTimestamp("2026-01-02T03:04:05Z")
            .endMetadata()
            .build();
    assertThat(
            AttachedServers.of(
                    set(2),
                    List.of(
                        pod("nats-1", "uid", true),
                        pod("nats-2", "uid", true),
                        pod("nats-3", "uid", null),
                        pod("nats-4", "other", true),
                        pod("evil-7", "uid", null),
                        leaving))
                .strangers())
        .extracting(p -> p.getMetadata().getName())
        .containsExactly("nats-4", "evil-7");
  }

  private static List<String> servers(StatefulSet set, Pod... selected) {
    return AttachedServers.of(set, List.of(selected)).pods().stream()
        .map(p -> p.getMetadata().getName())
        .toList();
  }

  private static StatefulSet set(Integer first) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withName("nats")
        .withUid("uid")
        .endMetadata()
        .withNewSpec()
        .withNewOrdinals(first)
        .endSpec()
        .build();
  }

  private static Pod pod(String name, String owner, Boolean controller) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .addNewOwnerReference()
        .withApiVersion("apps/v1")
        .withKind("StatefulSet")
        .withName("nats")
        .withUid(owner)
        .withController(controller)
        .endOwnerReference()
        .endMetadata()
        .build();
  }
}
