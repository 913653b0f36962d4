package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerSetTest {

  @Test
  void atMostThreeServersAreDialledSoThatScalingFromThreeRestartsNothing() {
    assertThat(ServerSet.seedHosts(GoldenSets.OWNER, 1))
        .containsExactly("orders-nats-0.orders-nats-headless.shop.svc");
    assertThat(ServerSet.seedHosts(GoldenSets.OWNER, 3))
        .hasSize(3)
        .isEqualTo(ServerSet.seedHosts(GoldenSets.OWNER, 64));
  }
}
