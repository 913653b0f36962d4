package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The controller of External Secrets, as a process that is an administrator of the API server. */
final class ExternalSecrets implements AutoCloseable {

  private static final String API = "external-secrets.io/v1";
  private static final List<String> KINDS =
      List.of("externalsecrets", "secretstores", "generatorstates");

  private final KubernetesClient client = ApiServer.get().client();
  private final Process process;
  private final Path log;

  ExternalSecrets(Path folder) {
    installCrds();
    log = folder.resolve("log");
    try {
      Path kubeConfig = Files.writeString(folder.resolve("config"), ApiServer.get().kubeConfig());
      ProcessBuilder builder =
          new ProcessBuilder(
                  System.getProperty("tools.bin") + "/external-secrets",
                  "--metrics-addr=0",
                  "--live-addr=0",
                  "--enable-cluster-store-reconciler=false",
                  "--enable-cluster-external-secret-reconciler=false",
                  "--enable-push-secret-reconciler=false",
                  "--enable-cluster-push-secret-reconciler=false",
                  "--concurrent=4")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().put("KUBECONFIG", kubeConfig.toString());
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("run this through dev/test api", e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  private void installCrds() {
    Path folder = Path.of(System.getProperty("external-secrets.crds"));
    try (var files = Files.list(folder)) {
      files
          .map(ShownYaml::read)
          .forEach(crd -> client.resource(crd).forceConflicts().serverSideApply());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TestNamespace.await("the kinds of External Secrets are served").until(this::areServed);
  }

  private boolean areServed() {
    return List.of(API, "generators.external-secrets.io/v1alpha1").stream()
        .map(client::getApiResources)
        .filter(Objects::nonNull)
        .flatMap(list -> list.getResources().stream())
        .map(resource -> resource.getName())
        .toList()
        .containsAll(KINDS);
  }

  /** What {@code kubectl apply} does, and refuses where a field is not known. */
  void apply(String yaml) {
    client
        .resource(Serialization.unmarshal(yaml, GenericKubernetesResource.class))
        .fieldValidation(Validation.STRICT)
        .fieldManager("test")
        .forceConflicts()
        .serverSideApply();
  }

  /** Waits until an ExternalSecret says that it was followed, or that it could not be. */
  void awaitReady(TestNamespace namespace, String name, String status) {
    TestNamespace.await("ExternalSecret " + name)
        .failFast(() -> assertThat(process.isAlive()).as(() -> ShownYaml.read(log)).isTrue())
        .untilAsserted(
            () -> assertThat(ready(namespace, name).map(Condition::getStatus)).contains(status));
  }

  Optional<Condition> ready(TestNamespace namespace, String name) {
    GenericKubernetesResource seen =
        client
            .genericKubernetesResources(API, "ExternalSecret")
            .inNamespace(namespace.name())
            .withName(name)
            .require();
    List<?> conditions = Objects.requireNonNullElse(seen.get("status", "conditions"), List.of());
    return conditions.stream()
        .map(c -> Serialization.unmarshal(Serialization.asJson(c), Condition.class))
        .filter(c -> "Ready".equals(c.getType()))
        .findFirst();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
