package dev.natstoken.operator.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of the operator program, each from one environment variable.
 *
 * @param namespace OPERATOR_NAMESPACE: where the operator runs and keeps its lease; default
 * @param podName OPERATOR_POD_NAME: identity in the leader election; random if absent
 * @param watchNamespaces OPERATOR_WATCH_NAMESPACES: comma-separated; empty for all namespaces
 * @param leaderElection OPERATOR_LEADER_ELECTION: false by default
 * @param leaseName OPERATOR_LEASE_NAME: nats-token-operator by default
 * @param metricsPort OPERATOR_METRICS_PORT: port of /metrics, 8080 by default; 0 for any
 * @param probePort OPERATOR_PROBE_PORT: port of /livez and /readyz, 8081 by default; 0 for any
 * @param resync OPERATOR_RESYNC: how often every resource is looked at again, 5m by default
 * @param podLabels OPERATOR_POD_LABELS: labels of the operator's own pods, such as
 *     name=value,name2=value2; a NetworkPolicy lets them in. By default the label of the name
 * @param serverImage OPERATOR_SERVER_IMAGE: repository of the server image, nats by default; with
 *     {@code @sha256:…} the image of the default version is pinned to that
 * @param exporterImage OPERATOR_EXPORTER_IMAGE: the same for the servers' exporter,
 *     natsio/prometheus-nats-exporter by default
 * @param watchSecrets OPERATOR_WATCH_SECRETS: true by default; false reads Secrets one by one, so
 *     that the operator needs no right to list or watch them, and sees their changes at the next
 *     resync
 * @param resourceMetrics OPERATOR_RESOURCE_METRICS: how many resources at most have metrics that
 *     name them, 500 by default; 0 for none, so that all stand in counts alone
 * @param rollsAtOnce OPERATOR_ROLLS_AT_ONCE: for how many resources at most servers restart at once
 *     without having been asked to, as after an upgrade of the operator; 5 by default, 0 for any
 * @param troubleshootingUrl OPERATOR_TROUBLESHOOTING_URL: where people find
 *     docs/troubleshooting.md, to whose headings Events lead; none by default
 */
public record OperatorConfig(
    String namespace,
    Optional<String> podName,
    Set<String> watchNamespaces,
    boolean leaderElection,
    String leaseName,
    int metricsPort,
    int probePort,
    Duration resync,
    Map<String, String> podLabels,
    String serverImage,
    String exporterImage,
    boolean watchSecrets,
    int resourceMetrics,
    int rollsAtOnce,
    Optional<String> troubleshootingUrl) {

  /** What tells this installation from others of the Kubernetes cluster; all its pods share it. */
  public String installation() {
    return namespace + "/" + leaseName;
  }

  /** Throws {@link IllegalArgumentException} that names the variable and what it takes. */
  public static OperatorConfig from(Map<String, String> environment) {
    Environment env = new Environment(environment);
    return new OperatorConfig(
        env.text("OPERATOR_NAMESPACE", "default"),
        Optional.ofNullable(environment.get("OPERATOR_POD_NAME")).filter(s -> !s.isBlank()),
        Stream.of(env.text("OPERATOR_WATCH_NAMESPACES", "").split(","))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .collect(Collectors.toUnmodifiableSet()),
        env.flag("OPERATOR_LEADER_ELECTION", false),
        env.text("OPERATOR_LEASE_NAME", "nats-token-operator"),
        env.port("OPERATOR_METRICS_PORT", 8080),
        env.port("OPERATOR_PROBE_PORT", 8081),
        env.duration("OPERATOR_RESYNC", Duration.ofMinutes(5)),
        env.labels("OPERATOR_POD_LABELS", "app.kubernetes.io/name=nats-token-operator"),
        env.image("OPERATOR_SERVER_IMAGE", "nats"),
        env.image("OPERATOR_EXPORTER_IMAGE", "natsio/prometheus-nats-exporter"),
        env.flag("OPERATOR_WATCH_SECRETS", true),
        env.count("OPERATOR_RESOURCE_METRICS", 500),
        env.count("OPERATOR_ROLLS_AT_ONCE", 5),
        env.page("OPERATOR_TROUBLESHOOTING_URL"));
  }

  private record Environment(Map<String, String> values) {

    String text(String name, String absent) {
      String value = values.get(name);
      return value == null || value.isBlank() ? absent : value.strip();
    }

    boolean flag(String name, boolean absent) {
      return switch (text(name, Boolean.toString(absent))) {
        case "true" -> true;
        case "false" -> false;
        default -> throw wrong(name, "true or false");
      };
    }

    String image(String name, String absent) {
      String image = text(name, absent);
      if (image.matches("[^@\\s]+(@sha256:[0-9a-f]{64})?")) {
        return image;
      }
      throw wrong(name, "a repository without a tag, with @sha256:… or without");
    }

    Optional<String> page(String name) {
      String url = text(name, "");
      if (url.matches("(https?://[^\\s#]{1,256})?")) {
        return Optional.of(url).filter(s -> !s.isEmpty());
      }
      throw wrong(name, "the address of a page, http:// or https://, without #");
    }

    int port(String name, int absent) {
      try {
        int port = Integer.parseInt(text(name, Integer.toString(absent)));
        if (port >= 0 && port <= 65535) {
          return port;
        }
      } catch (NumberFormatException e) {
        // Reported below, as any other value that is no port.
      }
      throw wrong(name, "a port number");
    }

    int count(String name, int absent) {
      try {
        int count = Integer.parseInt(text(name, Integer.toString(absent)));
        if (count >= 0) {
          return count;
        }
      } catch (NumberFormatException e) {
        // Reported below, as any other value that is no number.
      }
      throw wrong(name, "a number, 0 or more");
    }

    Duration duration(String name, Duration absent) {
      String value = text(name, absent.toString());
      try {
        Duration duration =
            Duration.parse(value.startsWith("PT") ? value : "PT" + value.toUpperCase(Locale.ROOT));
        if (duration.compareTo(Duration.ofSeconds(1)) >= 0) {
          return duration;
        }
      } catch (java.time.format.DateTimeParseException e) {
        // Reported below, as any other value that is no duration.
      }
      throw wrong(name, "a duration of at least 1s such as 30s, 5m or 1h");
    }

    Map<String, String> labels(String name, String absent) {
      Map<String, String> labels = new TreeMap<>();
      for (String pair : text(name, absent).split(",", -1)) {
        String[] parts = pair.strip().split("=", -1);
        if (parts.length != 2 || parts[0].isBlank()) {
          throw wrong(name, "labels such as name=value,name2=value2");
        }
        labels.put(parts[0], parts[1]);
      }
      return Map.copyOf(labels);
    }

    private IllegalArgumentException wrong(String name, String wanted) {
      return new IllegalArgumentException(
          "Environment variable "
              + name
              + " must be "
              + wanted
              + ", not '"
              + values.get(name)
              + "'");
    }
  }
}
