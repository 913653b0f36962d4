package dev.natstoken.operator.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The operator in the development cluster, installed by Helm for all namespaces, once unless a test
 * removes it. What it ever wrote out is kept for the search for tokens at the end.
 */
public final class InstalledOperator {

  public static final String NAMESPACE = "nats-token-operator-e2e";
  private static final String RELEASE = "nats-token-operator";
  private static final Queue<String> OUTPUTS = new ConcurrentLinkedQueue<>();
  private static final List<Tenure> TENURES = new CopyOnWriteArrayList<>();
  private static InstalledOperator installed;

  private final KubernetesClient client = new KubernetesClientBuilder().build();

  /** A time in which this run's operator was there, with all its rights. */
  record Tenure(Instant from, Instant to) {

    boolean contains(Instant instant) {
      return instant.isAfter(from) && instant.isBefore(to);
    }
  }

  static synchronized InstalledOperator get() {
    if (installed == null) {
      remove();
      TENURES.add(new Tenure(Instant.now(), Instant.MAX));
      installed = with();
    }
    return installed;
  }

  /** Whoever looks after servers here, of this run or of an earlier one, does so no more. */
  static synchronized void remove() {
    if (installed != null) {
      installed.keepOutputs();
      installed = null;
      Instant now = Instant.now();
      TENURES.replaceAll(t -> t.to().equals(Instant.MAX) ? new Tenure(t.from(), now) : t);
    }
    Release.removeAll();
  }

  static List<Tenure> tenures() {
    return List.copyOf(TENURES);
  }

  /** Installs it anew with these values of the chart, such as {@code resync=1s}. */
  public static InstalledOperator with(String... values) {
    InstalledOperator fresh = new InstalledOperator();
    fresh.install(values);
    return fresh;
  }

  public KubernetesClient client() {
    return client;
  }

  private void install(String... values) {
    Release.removeAllBut(NAMESPACE);
    // As at the first installation: the lease outlives the release.
    client.leases().inNamespace(NAMESPACE).withName(RELEASE).delete();
    List<String> command =
        new ArrayList<>(
            List.of("helm", "upgrade", "--install", RELEASE, "helm/nats-token-operator"));
    command.addAll(List.of("--namespace", NAMESPACE, "--create-namespace", "--take-ownership"));
    command.addAll(List.of("--wait", "--timeout", "2m", "--set", "watchAnyNamespace=true"));
    // The CRD of the GitOps tests stays when they end, and is then Flux's.
    command.add("--force-conflicts");
    command.addAll(Release.image());
    for (String value : values) {
      command.addAll(List.of("--set", value));
    }
    Commands.run(command.toArray(String[]::new));
  }

  /**
   * Ends the program at once, without a signal that it could catch, and has a new pod take over:
   * the lease of the dead one has to run out first.
   */
  synchronized void kill() {
    awaitAvailable();
    pods().forEach(this::keepLog);
    processes().forEach(ProcessHandle::destroyForcibly);
    client.pods().inNamespace(NAMESPACE).withGracePeriod(0).delete();
  }

  /** Ends this pod at once; its lease has to run out before another one leads. */
  void kill(String pod) {
    keepLog(client.pods().inNamespace(NAMESPACE).withName(pod).get());
    client.pods().inNamespace(NAMESPACE).withName(pod).withGracePeriod(0).delete();
  }

  /** The name of the pod that leads. */
  String leader() {
    return client
        .leases()
        .inNamespace(NAMESPACE)
        .withName(RELEASE)
        .get()
        .getSpec()
        .getHolderIdentity();
  }

  void scale(int replicas) {
    client.apps().deployments().inNamespace(NAMESPACE).withName(RELEASE).scale(replicas);
    Awaitility.await(replicas + " operators")
        .atMost(Duration.ofMinutes(1))
        .until(() -> processes().count() == replicas);
    awaitAvailable();
  }

  public void awaitAvailable() {
    Awaitility.await("operator available")
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          var deployment =
              client.apps().deployments().inNamespace(NAMESPACE).withName(RELEASE).get();
          Integer available = deployment.getStatus().getAvailableReplicas();
          return available != null && available > 0;
        });
  }

  /** The cluster runs on this machine, so its containers' processes are seen from here. */
  public static Stream<ProcessHandle> processes() {
    return ProcessHandle.allProcesses().filter(InstalledOperator::isOperator);
  }

  private static boolean isOperator(ProcessHandle process) {
    return process
        .info()
        .arguments()
        .map(a -> List.of(a).contains("/operator/nats-token-operator.jar"))
        .orElse(false);
  }

  static void keep(String output) {
    OUTPUTS.add(output);
  }

  /** Everything that the operator wrote out: logs of dead and living pods, and metrics. */
  static synchronized List<String> outputs() {
    if (installed != null) {
      installed.keepOutputs();
    }
    return List.copyOf(OUTPUTS);
  }

  private void keepOutputs() {
    awaitAvailable();
    pods().forEach(this::keepLog);
    pods().stream().filter(Readiness::isPodReady).forEach(p -> keep(metrics(p)));
  }

  public List<Pod> pods() {
    return client.pods().inNamespace(NAMESPACE).list().getItems();
  }

  void keepLog(Pod pod) {
    boolean started =
        pod.getStatus().getContainerStatuses().stream().anyMatch(s -> s.getContainerID() != null);
    if (started) {
      keep(client.pods().resource(pod).getLog());
    }
    if (pod.getStatus().getContainerStatuses().stream().anyMatch(s -> s.getRestartCount() > 0)) {
      keepLogBefore(pod);
    }
  }

  /** What a kubelet has removed by now, whoever stopped the program has kept. */
  private void keepLogBefore(Pod pod) {
    try {
      keep(client.pods().resource(pod).terminated().getLog());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_BAD_REQUEST) {
        throw e;
      }
    }
  }

  public static String metrics(Pod pod) {
    URI uri = URI.create("http://" + pod.getStatus().getPodIP() + ":8080/metrics");
    try (var body = uri.toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError("no metrics", e);
    }
  }
}
