package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
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

  @Test
  void namespacesThatMayHaveTheTokenMayConnectWhereClientsAreNamed() {
    assertThat(
            peersOfClients(
                "{networkPolicy: {clients: [{podSelector: {}}]}, allowedNamespaces: {names: [shop],"
                    + " selector: {matchLabels: {team: shop}}}}"))
        .extracting(p ->
            p.getNamespaceSelector() == null ? null : p.getNamespaceSelector().getMatchLabels())
        .containsExactly(
            null, Map.of("kubernetes.io/metadata.name", "shop"), Map.of("team", "shop"));
    assertThat(peersOfClients("{allowedNamespaces: {names: [shop]}}")).as("everybody").isEmpty();
  }

  private static List<NetworkPolicyPeer> peersOfClients(String text) {
    NatsTokenAuthSpec spec = spec(text);
    return ServersNetworkPolicy.desired(
            GoldenSets.anySet(),
            spec.networkPolicyOrDefault(),
            spec.allowedNamespacesOrNone(),
            new OperatorPods("nats", Map.of()))
        .getSpec()
        .getIngress()
        .getFirst()
        .getFrom();
  }

  private static Optional<String> note(String spec) {
    return ServersNetworkPolicy.noteOfMetrics(spec(spec));
  }

  private static NatsTokenAuthSpec spec(String text) {
    return Serialization.unmarshal("spec: " + text, NatsTokenAuth.class).specOrDefaults();
  }
}
