package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The operator installed for one namespace alone, by the Helm program of this name. */
final class Release implements AutoCloseable {

  private static final String NAME = "nats-token-operator";
  private static final String CHART = "helm/nats-token-operator";

  private final KubernetesClient client;
  private final String helm;
  private final String namespace;
  private boolean installed;

  Release(KubernetesClient client, String helm, String namespace) {
    this.client = client;
    this.helm = helm;
    this.namespace = namespace;
  }

  /**
   * Removes the releases of other tests, and that of the quickstart: two operators must not look
   * after one namespace.
   */
  static void removeAllBut(String namespace) {
    remove(where -> !where.equals(namespace));
  }

  static void removeAll() {
    remove(where -> true);
  }

  private static void remove(Predicate<String> namespace) {
    Commands.run("helm", "list", "--all-namespaces", "--filter", NAME, "--no-headers")
        .lines()
        .map(line -> line.split("\\s+", -1))
        .filter(words -> words.length > 1 && namespace.test(words[1]))
        .forEach(words ->
            Commands.run("helm", "uninstall", words[0], "--namespace", words[1], "--wait"));
  }

  /** The values that name the image under test. */
  static List<String> image() {
    String image = System.getProperty("operator.image", "");
    assertThat(image).as("run this through dev/test e2e or dev/bench").contains(":");
    int colon = image.lastIndexOf(':');
    return List.of(
        "--set", "image.repository=" + image.substring(0, colon),
        "--set", "image.tag=" + image.substring(colon + 1));
  }

  /** What a GitOps tool is given: an operator for all namespaces, without the CRD. */
  static String manifests(String namespace, String... values) {
    List<String> command = new ArrayList<>(List.of("helm", "template", NAME, CHART));
    command.addAll(List.of("--namespace", namespace));
    command.addAll(List.of("--kube-version", System.getProperty("kubernetes.version")));
    command.addAll(List.of("--set", "crds.enabled=false", "--set", "watchAnyNamespace=true"));
    command.add("--skip-tests");
    command.addAll(image());
    for (String value : values) {
      command.addAll(List.of("--set", value));
    }
    return Commands.run(command.toArray(String[]::new));
  }

  /** Installs or upgrades it with these values, such as {@code resync=1m}. */
  void apply(String... values) {
    List<String> command =
        new ArrayList<>(List.of(helm, "upgrade", "--install", NAME, CHART, "--take-ownership"));
    command.addAll(List.of("--namespace", namespace, "--wait", "--timeout", "2m"));
    command.addAll(image());
    for (String value : values) {
      command.addAll(List.of("--set", value));
    }
    installed = true;
    Commands.run(command.toArray(String[]::new));
  }

  void rollback() {
    Commands.run(helm, "rollback", NAME, "--namespace", namespace, "--wait", "--timeout", "2m");
  }

  void uninstall() {
    installed = false;
    Commands.run(helm, "uninstall", NAME, "--namespace", namespace, "--wait");
  }

  /** Waits until the newest pod leads and has looked at a resource without an error. */
  void awaitReconciliation() {
    Awaitility.await("a reconciliation by the new operator in " + namespace)
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() ->
            assertThat(pods())
                .singleElement()
                .satisfies(pod ->
                    assertThat(InstalledOperator.metrics(pod))
                        .contains("operator_sdk_reconciliations_success_total{")));
  }

  private List<Pod> pods() {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("app.kubernetes.io/name", NAME)
        .list()
        .getItems();
  }

  @Override
  public void close() {
    if (installed) {
      uninstall();
    }
  }
}
