package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Reported;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.function.Predicate;

/** Waits for what the status of one resource says, while its servers are kept going. */
record Waits(Resource<NatsTokenAuth> resource, FakeStatefulSets servers) {

  /** Plays StatefulSet controller until this holds for the resource. */
  NatsTokenAuth until(String what, Predicate<NatsTokenAuth> holds) {
    TestNamespace.await(what)
        .ignoreExceptionsMatching(KubernetesClientException.class::isInstance)
        .untilAsserted(() -> {
          servers.settle();
          NatsTokenAuth now = resource.get();
          assertThat(holds.test(now)).as(() -> Serialization.asYaml(now)).isTrue();
        });
    return resource.get();
  }

  /** Plays StatefulSet controller until the newest spec is Ready, proved, and as asked. */
  void untilReady(Predicate<NatsTokenAuth> asked) {
    TestNamespace.await("Ready")
        .ignoreExceptionsMatching(KubernetesClientException.class::isInstance)
        .untilAsserted(() -> {
          servers.settle();
          NatsTokenAuth now = resource.get();
          assertThat(
                  Reported.condition(now, Conditions.READY).isPresent()
                      && Reported.isTrue(now, Conditions.READY)
                      && Reported.isTrue(now, Conditions.VERIFIED)
                      && Reported.isNewest(now)
                      && asked.test(now))
              .as(() -> Serialization.asYaml(now))
              .isTrue();
        });
  }

  /** Until the operator has dealt with the newest spec, whether its servers run or not. */
  void untilObserved() {
    TestNamespace.await("observed").until(() -> Reported.isNewest(resource.get()));
  }

  /** The condition Stalled of the newest spec, once it has this reason. */
  Condition untilStalled(String reason) {
    TestNamespace.await("Stalled " + reason)
        .untilAsserted(() -> {
          NatsTokenAuth now = resource.get();
          assertThat(Reported.condition(now, Conditions.STALLED).map(Condition::getReason))
              .as(() -> Serialization.asYaml(now))
              .contains(reason);
          assertThat(Reported.isNewest(now)).isTrue();
        });
    NatsTokenAuth now = resource.get();
    assertThat(Reported.isTrue(now, Conditions.STALLED)).isTrue();
    assertThat(Reported.isTrue(now, Conditions.READY)).isFalse();
    return Reported.condition(now, Conditions.STALLED).orElseThrow();
  }
}
