package dev.natstoken.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangedFieldsTest {

  private final StatefulSet written =
      new StatefulSetBuilder()
          .withNewMetadata()
          .withName("orders-nats")
          .addToLabels("app", "nats")
          .endMetadata()
          .withNewSpec()
          .withReplicas(3)
          .withNewTemplate()
          .withNewSpec()
          .addNewContainer()
          .withName("nats")
          .withImage("nats:2")
          .withNewResources()
          .addToLimits("cpu", new Quantity("0.5"))
          .endResources()
          .endContainer()
          .endSpec()
          .endTemplate()
          .endSpec()
          .build();

  @Test
  void aFieldIsNamedByItsPathAndContainersByTheirName() {
    StatefulSet actual = new StatefulSetBuilder(written).build();
    actual.getSpec().setReplicas(5);
    actual.getMetadata().getLabels().remove("app");
    actual.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage("mirror/nats:2");
    assertThat(ChangedFields.of(written, actual))
        .containsExactly(
            "metadata.labels.app", "spec.replicas", "spec.template.spec.containers[nats].image");
  }

  @Test
  void whatOthersAddAndOtherWordsForTheSameAreNoChange() {
    StatefulSet actual =
        new StatefulSetBuilder(written)
            .editMetadata()
            .addToLabels("team", "shop")
            .endMetadata()
            .editSpec()
            .editTemplate()
            .editSpec()
            .addNewContainer()
            .withName("sidecar")
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    var containers = actual.getSpec().getTemplate().getSpec().getContainers();
    containers.getFirst().getResources().getLimits().put("cpu", new Quantity("500m"));
    actual.getSpec().getTemplate().getSpec().setContainers(containers.reversed());
    assertThat(ChangedFields.of(written, actual)).isEmpty();
  }

  @Test
  void whatIsNoAmountHoweverMuchItLooksLikeOneIsAChange() {
    StatefulSet actual = new StatefulSetBuilder(written).build();
    actual.getMetadata().getLabels().put("app", "1e1000000000");
    assertThat(ChangedFields.of(written, actual)).containsExactly("metadata.labels.app");
  }

  @Test
  void whatASecretHoldsIsNotSaid() {
    Secret ours = secret("b3Vycw==");
    List<String> fields = ChangedFields.of(ours, secret("dGhlaXJz"));
    assertThat(ChangedFields.sentence(ours, fields))
        .contains("Secret orders-nats-token", "data.token")
        .doesNotContain("b3Vycw", "dGhlaXJz");
  }

  private static Secret secret(String token) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName("orders-nats-token")
        .endMetadata()
        .addToData("token", token)
        .build();
  }
}
