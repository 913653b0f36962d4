package dev.natstoken.operator.config;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorConfigTest {

  private static final OperatorConfig DEFAULTS =
      new OperatorConfig(
          "default",
          Optional.empty(),
          Set.of(),
          false,
          "nats-token-operator",
          8080,
          8081,
          Duration.ofMinutes(5),
          Map.of("app.kubernetes.io/name", "nats-token-operator"),
          "nats",
          "natsio/prometheus-nats-exporter",
          true,
          500,
          5,
          Optional.empty());

  @Test
  void anEmptyEnvironmentGivesTheDefaults() {
    assertThat(OperatorConfig.from(Map.of())).isEqualTo(DEFAULTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void aBlankVariableCountsAsAbsent(String blank) {
    assertThat(
            OperatorConfig.from(
                Map.ofEntries(
                    entry("OPERATOR_NAMESPACE", blank),
                    entry("OPERATOR_POD_NAME", blank),
                    entry("OPERATOR_WATCH_NAMESPACES", blank),
                    entry("OPERATOR_LEADER_ELECTION", blank),
                    entry("OPERATOR_LEASE_NAME", blank),
                    entry("OPERATOR_METRICS_PORT", blank),
                    entry("OPERATOR_PROBE_PORT", blank),
                    entry("OPERATOR_RESYNC", blank),
                    entry("OPERATOR_POD_LABELS", blank),
                    entry("OPERATOR_SERVER_IMAGE", blank),
                    entry("OPERATOR_EXPORTER_IMAGE", blank),
                    entry("OPERATOR_WATCH_SECRETS", blank),
                    entry("OPERATOR_RESOURCE_METRICS", blank),
                    entry("OPERATOR_ROLLS_AT_ONCE", blank),
                    entry("OPERATOR_TROUBLESHOOTING_URL", blank))))
        .isEqualTo(DEFAULTS);
  }

  @Test
  void everyVariableIsHeard() {
    assertThat(
            OperatorConfig.from(
                Map.ofEntries(
                    entry("OPERATOR_NAMESPACE", "ops"),
                    entry("OPERATOR_POD_NAME", "operator-0"),
                    entry("OPERATOR_WATCH_NAMESPACES", "shop, bank"),
                    entry("OPERATOR_LEADER_ELECTION", "true"),
                    entry("OPERATOR_LEASE_NAME", "lease"),
                    entry("OPERATOR_METRICS_PORT", "9090"),
                    entry("OPERATOR_PROBE_PORT", "9091"),
                    entry("OPERATOR_RESYNC", "90s"),
                    entry("OPERATOR_POD_LABELS", "app=operator, tier="),
                    entry("OPERATOR_SERVER_IMAGE", "registry:5000/nats"),
                    entry("OPERATOR_EXPORTER_IMAGE", "registry:5000/exporter"),
                    entry("OPERATOR_WATCH_SECRETS", "false"),
                    entry("OPERATOR_RESOURCE_METRICS", "7"),
                    entry("OPERATOR_ROLLS_AT_ONCE", "2"),
                    entry("OPERATOR_TROUBLESHOOTING_URL", "https://docs.example.com/t/"))))
        .isEqualTo(
            new OperatorConfig(
                "ops",
                Optional.of("operator-0"),
                Set.of("shop", "bank"),
                true,
                "lease",
                9090,
                9091,
                Duration.ofSeconds(90),
                Map.of("app", "operator", "tier", ""),
                "registry:5000/nats",
                "registry:5000/exporter",
                false,
                7,
                2,
                Optional.of("https://docs.example.com/t/")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop,bank", " shop , bank ", "shop,,bank,", "bank,shop,bank"})
  void namespacesAreASetHoweverTheListIsWritten(String list) {
    assertThat(OperatorConfig.from(Map.of("OPERATOR_WATCH_NAMESPACES", list)).watchNamespaces())
        .isEqualTo(Set.of("shop", "bank"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "=operator", "a=b=c", "a=b,,"})
  void labelsOfAnotherFormAreRefused(String labels) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OperatorConfig.from(Map.of("OPERATOR_POD_LABELS", labels)))
        .withMessageContaining("OPERATOR_POD_LABELS must be labels such as");
  }

  @ParameterizedTest
  @CsvSource({"1s,PT1S", "30s,PT30S", "5m,PT5M", "1h,PT1H", "1h30m,PT1H30M", "PT2M,PT2M"})
  void aDurationIsWrittenAsInKubernetesOrAsInIso8601(String text, Duration duration) {
    assertThat(OperatorConfig.from(Map.of("OPERATOR_RESYNC", text)).resync()).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "65535", " 8081 "})
  void aPortIsANumberThatTcpKnows(String port) {
    assertThat(OperatorConfig.from(Map.of("OPERATOR_METRICS_PORT", port)).metricsPort())
        .isEqualTo(Integer.parseInt(port.strip()));
  }

  @ParameterizedTest
  @CsvSource({
    "OPERATOR_LEADER_ELECTION,yes,true or false",
    "OPERATOR_LEADER_ELECTION,TRUE,true or false",
    "OPERATOR_LEADER_ELECTION,1,true or false",
    "OPERATOR_WATCH_SECRETS,no,true or false",
    "OPERATOR_METRICS_PORT,http,a port number",
    "OPERATOR_METRICS_PORT,-1,a port number",
    "OPERATOR_METRICS_PORT,65536,a port number",
    "OPERATOR_METRICS_PORT,99999999999,a port number",
    "OPERATOR_METRICS_PORT,tcp://10.0.0.1:80,a port number",
    "OPERATOR_SERVER_IMAGE,nats@latest,a repository",
    "OPERATOR_EXPORTER_IMAGE,exporter@sha256:12,a repository",
    "OPERATOR_RESYNC,5,a duration",
    "OPERATOR_RESYNC,soon,a duration",
    "OPERATOR_RESYNC,0s,a duration",
    "OPERATOR_RESYNC,-5m,a duration",
    "OPERATOR_RESYNC,999ms,a duration",
    "OPERATOR_RESYNC,1d,a duration",
    "OPERATOR_RESYNC,99999999999999999999h,a duration"
  })
  void aBadValueIsRefusedByTheNameOfItsVariableAndWhatItTakes(
      String variable, String value, String wanted) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OperatorConfig.from(Map.of(variable, value)))
        .withMessageContainingAll(variable, wanted, "'" + value + "'");
  }
}
