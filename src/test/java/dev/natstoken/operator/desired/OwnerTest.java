package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnerTest {

  private static final Owner OWNER = new Owner("shop", "orders", "uid-1", Map.of());

  @Test
  void anOwnerControlsWhatItMadeAndNotWhatANamesakeMade() {
    assertThat(OWNER.controls(configuration(OWNER))).isTrue();
    assertThat(OWNER.controls(configuration(new Owner("shop", "orders", "uid-2", Map.of()))))
        .isFalse();
    assertThat(OWNER.controls(new SecretBuilder().withNewMetadata().endMetadata().build()))
        .isFalse();
  }

  @Test
  void anOwnerThatIsNotTheControllerHasNoSay() {
    assertThat(OWNER.controls(referring("NatsTokenAuth", "orders", "uid-1"))).isFalse();
  }

  @Test
  void aPredecessorIsAResourceOfTheSameNameWithAnotherUid() {
    assertThat(OWNER.predecessorControls(referring("NatsTokenAuth", "orders", "uid-0"))).isTrue();
    assertThat(OWNER.predecessorControls(referring("NatsTokenAuth", "orders", "uid-1"))).isFalse();
    assertThat(OWNER.predecessorControls(referring("NatsTokenAuth", "other", "uid-0"))).isFalse();
    assertThat(OWNER.predecessorControls(referring("Deployment", "orders", "uid-0"))).isFalse();
  }

  private static HasMetadata referring(String kind, String name, String uid) {
    return new SecretBuilder()
        .withNewMetadata()
        .addNewOwnerReference()
        .withApiVersion("natstoken.dev/v1alpha1")
        .withKind(kind)
        .withName(name)
        .withUid(uid)
        .endOwnerReference()
        .endMetadata()
        .build();
  }

  private static ConfigMap configuration(Owner owner) {
    return ConfigurationMap.desired(owner, "", "sha256:0123456789abcdef", 1);
  }
}
