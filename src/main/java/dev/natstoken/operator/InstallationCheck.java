package dev.natstoken.operator;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.connection.ApiConnection;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@code helm test} runs, in a pod of its own: it asks the operator whether it is ready, and
 * the API server whether it serves NatsTokenAuth, and ends with 0 if both are so. Needs no right of
 * Kubernetes but that of every account, to ask which kinds there are.
 */
public final class InstallationCheck {

  /** As long as the chart lets an operator take to start. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final URI readiness;
  private final KubernetesClient client;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LONGEST_REQUEST).build();

  InstallationCheck(URI readiness, KubernetesClient client) {
    this.readiness = readiness;
    this.client = client;
  }

  /** Takes the address of the operator's /readyz. */
  public static void main(String[] args) throws InterruptedException {
    if (args.length != 1) {
      System.err.println("usage: InstallationCheck ADDRESS");
      System.exit(2);
    }
    boolean passed;
    try (KubernetesClient client = ApiConnection.client(Config.autoConfigure(null)).build()) {
      passed = new InstallationCheck(URI.create(args[0]), client).passes(PATIENCE, System.out);
    }
    System.exit(passed ? 0 : 1);
  }

  /** Asks again for so long, and writes a line for what was found in the end. */
  boolean passes(Duration patience, PrintStream out) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Optional<String> problem = problem();
    while (problem.isPresent() && System.nanoTime() < end) {
      Thread.sleep(PAUSE);
      problem = problem();
    }
    out.println(problem.orElse("The operator is ready, and the API server serves NatsTokenAuth."));
    return problem.isEmpty();
  }

  private Optional<String> problem() throws InterruptedException {
    Optional<String> crd = crdProblem();
    return crd.isPresent() ? crd : operatorProblem();
  }

  private Optional<String> crdProblem() {
    String served = "/apis/" + HasMetadata.getApiVersion(NatsTokenAuth.class);
    try {
      return client.raw(served) != null
          ? Optional.empty()
          : Optional.of("The API server does not serve NatsTokenAuth: " + served + " is missing.");
    } catch (KubernetesClientException e) {
      return Optional.of("The API server does not answer: " + e.getMessage());
    }
  }

  private Optional<String> operatorProblem() throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(readiness).timeout(LONGEST_REQUEST).build();
    try {
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      return status == OK
          ? Optional.empty()
          : Optional.of("The operator is not ready: " + readiness + " answers " + status + ".");
    } catch (IOException e) {
      return Optional.of("The operator does not answer at " + readiness + ": " + e + ".");
    }
  }
}
