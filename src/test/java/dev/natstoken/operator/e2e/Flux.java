package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Flux's source-controller and kustomize-controller, which run on this machine, and the objects of
 * docs/examples/flux, which let them install the operator and servers out of a git repository.
 */
final class Flux implements AutoCloseable {

  static final String NAMESPACE = "nats-token-operator-flux";
  private static final Path EXAMPLE = Path.of("docs/examples/flux/nats.yaml");
  private static final String SOURCES = "source.toolkit.fluxcd.io/v1";
  private static final String KUSTOMIZATIONS = "kustomize.toolkit.fluxcd.io/v1";
  private static final String CRDS = "nats-token-crds";
  static final String OPERATOR = "nats-token-operator";
  private static final String SERVERS = "nats-servers";

  private static final String REQUEST = "reconcile.fluxcd.io/requestedAt";

  /** So often does it look by itself, which is more often than a user would want. */
  private static final String INTERVAL = "2s";

  private final KubernetesClient client;
  private final Programs programs;
  private final GitRepository git;
  private final String url;

  Flux(KubernetesClient client, Path folder) {
    this.client = client;
    programs = new Programs(Map.of("RUNTIME_NAMESPACE", NAMESPACE));
    git = new GitRepository(folder);
    int port = Programs.freePort();
    programs.start("githttp", folder.toString(), "127.0.0.1:" + port);
    url = "http://127.0.0.1:" + port + "/" + git.folder().getFileName() + "/.git";
    applyCrds();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    startControllers(createDirectory(folder.resolve("artifacts")));
  }

  private static Path createDirectory(Path folder) {
    try {
      return Files.createDirectory(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void applyCrds() {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("flux.crds")))) {
      for (Path file : files.toList()) {
        client
            .resource(Files.readString(file))
            .fieldManager("e2e")
            .forceConflicts()
            .serverSideApply();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await("Flux's kinds are served")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> kustomizations().list() != null && sources().list() != null);
  }

  private void startControllers(Path artifacts) {
    String address = "127.0.0.1:" + Programs.freePort();
    programs.start(
        "source-controller",
        "--watch-all-namespaces=false",
        "--metrics-addr=0",
        "--health-addr=0",
        "--storage-path=" + artifacts,
        "--storage-addr=" + address,
        "--storage-adv-addr=" + address);
    programs.start(
        "kustomize-controller",
        "--watch-all-namespaces=false",
        "--metrics-addr=0",
        "--health-addr=0",
        "--requeue-dependency=1s");
  }

  /** The same as the example says, but for the places where this one finds things. */
  void installOperator() {
    for (String kind : List.of("natstokenauths", "natstokenaccesses")) {
      git.commit("crds/" + kind + ".yaml", read(Path.of("crds/" + kind + ".natstoken.dev-v1.yml")));
    }
    git.commit("operator/operator.yaml", Release.manifests(NAMESPACE));
    git.commit("servers/README.md", "A folder for each namespace.\n");
    for (String name : List.of("nats", CRDS, OPERATOR)) {
      client.resource(example(name)).create();
    }
    awaitReady(OPERATOR, git.head());
  }

  /** Has Flux take care of a folder of servers; returns the name of the Kustomization. */
  String addServers(String folder) {
    GenericKubernetesResource kustomization = example(SERVERS);
    kustomization.getMetadata().setName(folder);
    spec(kustomization).put("path", "./servers/" + folder);
    client.resource(kustomization).create();
    return folder;
  }

  private GenericKubernetesResource example(String name) {
    GenericKubernetesResource object =
        Stream.of(read(EXAMPLE).split("\n---\n"))
            .map(text -> Serialization.unmarshal(text, GenericKubernetesResource.class))
            .filter(o -> o.getMetadata().getName().equals(name))
            .findFirst()
            .orElseThrow();
    object.getMetadata().setNamespace(NAMESPACE);
    spec(object).put("interval", INTERVAL);
    spec(object).computeIfPresent("retryInterval", (key, value) -> INTERVAL);
    spec(object).computeIfPresent("url", (key, value) -> url);
    return object;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> spec(GenericKubernetesResource object) {
    return (Map<String, Object>) object.getAdditionalProperties().get("spec");
  }

  GitRepository git() {
    return git;
  }

  /**
   * Waits until this commit, or a later one of another team, is applied and everything in it is
   * healthy.
   */
  void awaitReady(String name, String commit) {
    await(name, k -> k.isReady("True") && git.isSince(k.revision("lastAppliedRevision"), commit));
  }

  /**
   * Waits until it, or a later one, was tried and something in it is not healthy; returns the
   * message.
   */
  String awaitFailed(String name, String commit) {
    var failed =
        await(
            name,
            k ->
                k.isReady("False")
                    && "HealthCheckFailed".equals(k.ready().getReason())
                    && git.isSince(k.revision("lastAttemptedRevision"), commit));
    return failed.ready().getMessage();
  }

  /** Has Flux apply everything once more, and waits until it has. */
  void reconcile(String name) {
    String request = UUID.randomUUID().toString();
    kustomizations()
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"annotations\": {\"%s\": \"%s\"}}}".formatted(REQUEST, request));
    await(
        name,
        k ->
            k.isReady("True")
                && request.equals(k.object().get("status", "lastHandledReconcileAt")));
  }

  /** What Flux says that it did to objects, one line each. */
  List<String> changes(String name) {
    return client.v1().events().inNamespace(NAMESPACE).list().getItems().stream()
        .filter(e -> name.equals(e.getInvolvedObject().getName()))
        .flatMap(e -> e.getMessage().lines())
        .filter(line -> line.matches("\\S+/\\S+ (created|configured|deleted)"))
        .toList();
  }

  /** The same, once this is among it: Flux writes its Events a moment after its status. */
  List<String> awaitChange(String name, String line) {
    return Awaitility.await(line)
        .atMost(Duration.ofMinutes(1))
        .until(() -> changes(name), changes -> changes.contains(line));
  }

  /** Deletes a Kustomization, and with it what it made. */
  void remove(String name) {
    kustomizations().withName(name).delete();
    Awaitility.await(name + " is gone")
        .atMost(Duration.ofMinutes(1))
        .until(() -> get(name) == null);
  }

  private GenericKubernetesResource get(String name) {
    return kustomizations().withName(name).get();
  }

  /** Returns it as it was at the moment when it was as asked: a second later it may be at work. */
  private Kustomization await(String name, Predicate<Kustomization> asked) {
    AtomicReference<Kustomization> seen = new AtomicReference<>();
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> {
          seen.set(new Kustomization(get(name)));
          assertThat(asked.test(seen.get()))
              .as(() -> Serialization.asYaml(seen.get().object()))
              .isTrue();
        });
    return seen.get();
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      kustomizations() {
    return client
        .genericKubernetesResources(KUSTOMIZATIONS, "Kustomization")
        .inNamespace(NAMESPACE);
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      sources() {
    return client.genericKubernetesResources(SOURCES, "GitRepository").inNamespace(NAMESPACE);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything of this run goes, but for the CRDs. */
  @Override
  public void close() {
    try {
      for (String name : List.of(OPERATOR, CRDS)) {
        if (get(name) != null) {
          remove(name);
        }
      }
      sources().delete();
      Awaitility.await("sources are gone")
          .atMost(Duration.ofSeconds(30))
          .until(() -> sources().list().getItems().isEmpty());
      client.namespaces().withName(NAMESPACE).withTimeout(1, TimeUnit.MINUTES).delete();
    } finally {
      programs.close();
    }
  }
}
