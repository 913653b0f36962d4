package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import org.junit.jupiter.api.Test;

class ServerPortsTest {

  private static final PodSpec POD =
      new PodSpecBuilder()
          .addNewContainer()
          .addNewPort()
          .withContainerPort(7777)
          .endPort()
          .endContainer()
          .addNewContainer()
          .addNewPort()
          .withName("monitor")
          .withContainerPort(18222)
          .endPort()
          .endContainer()
          .build();

  @Test
  void aPortIsFoundByItsNameInAnyContainer() {
    assertThat(ServerPorts.named("monitor", POD, 8222)).isEqualTo(18222);
  }

  @Test
  void aPortWithoutANameIsTheUsualOne() {
    assertThat(ServerPorts.named("nats", POD, 4222)).isEqualTo(4222);
  }
}
