package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNameTest {

  @Test
  void aServerOfTheSetHasItsOrdinal() {
    assertThat(ServerName.ordinal("orders-nats", "orders-nats-0")).hasValue(0);
    assertThat(ServerName.ordinal("orders-nats", "orders-nats-10")).hasValue(10);
    assertThat(ServerName.ordinal("a-1", "a-1-2")).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders-nats",
        "orders-nats-",
        "orders-nats-01",
        "orders-nats-+1",
        "orders-nats--1",
        "orders-nats-1-1",
        "orders-nats-1a",
        "orders-nats-\u0661",
        "orders-nats-4294967296",
        "orders-natss-1",
        "billing-nats-1"
      })
  void anotherNameIsNoneOfTheSet(String pod) {
    assertThat(ServerName.ordinal("orders-nats", pod)).isEmpty();
  }

  @Test
  void withoutASetTheLastPartCounts() {
    assertThat(ServerName.ordinal("anything-7")).hasValue(7);
    assertThat(ServerName.ordinal("anything-7-8")).hasValue(8);
    assertThat(ServerName.ordinal("anything")).isEmpty();
    assertThat(ServerName.ordinal("anything-x")).isEmpty();
    assertThat(ServerName.ordinal("anything-")).isEmpty();
  }
}
