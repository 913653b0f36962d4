package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.api.NatsTokenAuth;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake that the schema can see is refused by the API server in words for its author. */
@Tag("api")
class SchemaIT {

  private static final String NAMESPACE = "schema";
  private static final String EXPECTATION = "# expect: ";
  private static final String CRASHED_RULE = "evaluating rule";
  private static final Path FILES = Path.of("src/test/resources");

  private static KubernetesClient client;

  @BeforeAll
  static void createNamespace() {
    client = ApiServer.get().client();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
  }

  static List<Path> invalid() {
    return files("invalid");
  }

  static List<Path> valid() {
    return files("valid");
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void anInvalidResourceIsRefusedWithAnExplanation(Path file) {
    String expected = expectation(file);
    assertThatThrownBy(() -> resource(file).fieldValidation(Validation.STRICT).create())
        .as("create %s", file)
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(expected)
        .hasMessageNotContaining(CRASHED_RULE);
    assertThatThrownBy(() ->
            resource(file)
                .fieldValidation(Validation.STRICT)
                .fieldManager("test")
                .serverSideApply())
        .as("server-side apply %s", file)
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(expected)
        .hasMessageNotContaining(CRASHED_RULE);
  }

  @ParameterizedTest
  @MethodSource("valid")
  void aValidResourceIsTakenAsItIs(Path file) {
    GenericKubernetesResource sent = resource(file).item();
    resource(file).fieldValidation(Validation.STRICT).create();
    GenericKubernetesResource stored =
        resource(file)
            .fieldValidation(Validation.STRICT)
            .fieldManager("test")
            .forceConflicts()
            .serverSideApply();
    assertThat(stored.<Object>get("spec")).isEqualTo(sent.get("spec"));
  }

  /** CEL cannot ask whether there is a time zone: the rule fails, and what it says is joined on. */
  @Test
  void anUnknownTimeZoneIsRefusedByItsName() {
    assertThatThrownBy(() ->
            apply(
                Map.of(
                    "rotation",
                    Map.of(
                        "interval",
                        "720h",
                        "window",
                        Map.of("start", "02:00", "duration", "4h", "timeZone", "Europe/Berln")))))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("unknown time zone Europe/Berln")
        .hasMessageContaining("must be a name of the time zone database, such as Europe/Berlin");
  }

  /** The API server itself puts null where the last field of an object was taken out. */
  @Test
  void fieldsCanBeTakenOutAgainByServerSideApply() {
    apply(Map.of("limits", Map.of("maxPayload", 2048), "token", Map.of("bcryptCost", 5)));
    apply(Map.of("limits", Map.of(), "token", Map.of()));
    apply(Map.of("image", Map.of("repository", "nats"), "logging", Map.of("debug", true)));
    apply(Map.of("image", Map.of(), "logging", Map.of()));
    apply(
        Map.of(
            "pod",
            Map.of(
                "resources", Map.of("limits", Map.of("cpu", 1)),
                "affinity", Map.of("nodeAffinity", Map.of()))));
    apply(
        Map.of(
            "pod",
            Map.of(
                "resources", Map.of("limits", Map.of(), "requests", Map.of("cpu", 2)),
                "labels", Map.of("a", "b"),
                "tolerations", List.of(Map.of("operator", "Exists")))));
    apply(
        Map.of(
            "pod",
            Map.of(
                "resources", Map.of("limits", Map.of("cpu", 1), "requests", Map.of()),
                "labels", Map.of(),
                "tolerations", List.of())));
    apply(Map.of("pod", Map.of("resources", Map.of(), "affinity", Map.of())));
    apply(Map.of("pod", Map.of()));
    apply(Map.of("commonLabels", Map.of("team", "a"), "service", Map.of("type", "NodePort")));
    apply(Map.of("commonLabels", Map.of(), "service", Map.of()));
    apply(Map.of("paused", true));
    apply(Map.of());
    NatsTokenAuth stored =
        client.resources(NatsTokenAuth.class).inNamespace(NAMESPACE).withName("taken-out").get();
    assertThat(stored.specOrDefaults().pausedOrDefault()).isFalse();
  }

  @Test
  void theClassOfALoadBalancerChangesOnlyByWayOfAnotherType() {
    apply("balanced", loadBalancer("example.com/a"));
    assertThatThrownBy(() -> apply("balanced", loadBalancer("example.com/b")))
        .hasMessageContaining("cannot change while service.type is LoadBalancer");
    assertThatThrownBy(() -> apply("balanced", Map.of("service", Map.of("type", "LoadBalancer"))))
        .hasMessageContaining("cannot change while service.type is LoadBalancer");
    apply("balanced", Map.of("service", Map.of("type", "ClusterIP")));
    apply("balanced", loadBalancer("example.com/b"));
    apply("balanced", Map.of("service", Map.of()));
    apply("balanced", Map.of());
  }

  private static Map<String, ?> loadBalancer(String name) {
    return Map.of("service", Map.of("type", "LoadBalancer", "loadBalancerClass", name));
  }

  private static void apply(Map<String, ?> spec) {
    apply("taken-out", spec);
  }

  private static void apply(String name, Map<String, ?> spec) {
    client.resource(AsUser.resource(NAMESPACE, name, spec)).fieldManager("test").serverSideApply();
  }

  private static NamespaceableResource<GenericKubernetesResource> resource(Path file) {
    GenericKubernetesResource resource =
        Serialization.unmarshal(read(file), GenericKubernetesResource.class);
    resource.getMetadata().setNamespace(NAMESPACE);
    return client.resource(resource);
  }

  private static String expectation(Path file) {
    String first = read(file).lines().findFirst().orElse("");
    assertThat(first).as("first line of %s", file).startsWith(EXPECTATION);
    return first.substring(EXPECTATION.length());
  }

  private static List<Path> files(String folder) {
    try (var files = Files.list(FILES.resolve(folder))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
