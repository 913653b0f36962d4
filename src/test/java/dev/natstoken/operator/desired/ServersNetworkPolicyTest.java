package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServersNetworkPolicyTest {

  @Test
  void metricsThatNobodyMayFetchAreSaid() {
    assertThat(note("{monitoring: {exporter: {enabled: true}}}").orElseThrow())
        .contains("7777", "spec.networkPolicy.scrapers");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{monitoring: {exporter: {enabled: false}}}",
        "{monitoring: {exporter: {enabled: true}}, networkPolicy: {enabled: false}}",
        "{monitoring: {exporter: {enabled: true}},"
            + " networkPolicy: {scrapers: [{podSelector: {}}]}}"
      })
  void whereTheyMayOrThereAreNoneNothingIsSaid(String spec) {
    assertThat(note(spec)).isEmpty();
  }

  private static Optional<String> note(String spec) {
    return ServersNetworkPolicy.noteOfMetrics(
        Serialization.unmarshal("spec: " + spec, NatsTokenAuth.class).specOrDefaults());
  }
}
