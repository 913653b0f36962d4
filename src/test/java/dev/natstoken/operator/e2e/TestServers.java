package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.Reported;
import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.nats.client.Connection;
import io.nats.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** The resource "orders" in a namespace of its own that enforces restricted Pod Security. */
final class TestServers implements AutoCloseable {

  private static final String NAMESPACE_LABEL = "natstoken-e2e";
  static final String TOKEN_SECRET = "orders-nats-token";
  private static final String NAME = "orders";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final String RUN = Long.toString(System.currentTimeMillis() / 1000, 36);

  private final KubernetesClient client;
  private final String namespace;

  TestServers(InstalledOperator operator) {
    this.client = operator.client();
    this.namespace = "e2e-" + RUN + "-" + COUNTER.incrementAndGet();
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .addToLabels(NAMESPACE_LABEL, "true")
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
  }

  String namespace() {
    return namespace;
  }

  /** What {@code kubectl apply --server-side} does with this spec. */
  void apply(Map<String, ?> spec) {
    client
        .resource(AsUser.resource(namespace, NAME, spec))
        .fieldManager("e2e")
        .forceConflicts()
        .serverSideApply();
  }

  /** The same with a spec in YAML, be it in block or in flow style. */
  void apply(String spec) {
    String yaml = "spec:\n" + spec.indent(2);
    apply(
        Serialization.unmarshal(yaml, GenericKubernetesResource.class).<Map<String, ?>>get("spec"));
  }

  void delete() {
    InstalledOperator.keep(Serialization.asYaml(get()));
    resource().delete();
  }

  NatsTokenAuth get() {
    return resource().get();
  }

  NatsTokenAuthStatus status() {
    return get().getStatus();
  }

  void awaitReady() {
    awaitReady(s -> true);
  }

  /** Waits until the newest spec is Ready and the status is as asked. */
  void awaitReady(Predicate<NatsTokenAuthStatus> asked) {
    await(resource ->
        Reported.isTrue(resource, Conditions.READY) && asked.test(resource.getStatus()));
  }

  Condition awaitStalled(String reason) {
    await(r ->
        Reported.condition(r, Conditions.STALLED)
            .filter(c -> reason.equals(c.getReason()))
            .isPresent());
    return Reported.condition(get(), Conditions.STALLED).orElseThrow();
  }

  /** Waits until the status is as asked, whatever Ready says. */
  void awaitStatus(Predicate<NatsTokenAuthStatus> asked) {
    await(resource -> asked.test(resource.getStatus()));
  }

  /** Sets the annotation that asks for a rotation; null takes it away. */
  void requestRotation(String value) {
    AsUser.requestRotation(resource(), value);
  }

  private Resource<NatsTokenAuth> resource() {
    return client.resources(NatsTokenAuth.class).inNamespace(namespace).withName(NAME);
  }

  /** The reasons of the Events that tell of the resource. */
  List<String> eventReasons() {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(e -> "NatsTokenAuth".equals(e.getInvolvedObject().getKind()))
        .map(Event::getReason)
        .toList();
  }

  private void await(Predicate<NatsTokenAuth> asked) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> {
          NatsTokenAuth resource = get();
          assertThat(Reported.isNewest(resource) && asked.test(resource))
              .as(() -> namespace + "\n" + Serialization.asYaml(resource))
              .isTrue();
        });
  }

  long tokenGeneration() {
    return status().token().generation();
  }

  String token() {
    return SeenTokens.remember(SecretText.of(secret(TOKEN_SECRET), "token"));
  }

  Secret secret(String name) {
    return client.secrets().inNamespace(namespace).withName(name).get();
  }

  /** Creates or edits a Secret as a user would, with this token under the key token. */
  void putSecret(String name, String token) {
    SeenTokens.remember(token);
    AsUser.putSecret(client, namespace, name, "token", token);
  }

  /** The same with these texts. */
  void putSecret(String name, Map<String, String> texts) {
    AsUser.putSecret(client, namespace, name, texts);
  }

  void deleteSecret(String name) {
    client.secrets().inNamespace(namespace).withName(name).delete();
  }

  /** Where the names of the cluster are resolved. */
  String dnsAddress() {
    return clusterAddress("kube-system", "kube-dns");
  }

  /** Of the Service: the client learns of the servers behind it. */
  String serviceAddress() {
    return clusterAddress(namespace, "orders-nats");
  }

  private String clusterAddress(String where, String service) {
    return client.services().inNamespace(where).withName(service).get().getSpec().getClusterIP();
  }

  List<Pod> pods() {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("app.kubernetes.io/instance", NAME)
        .list()
        .getItems()
        .stream()
        .sorted(Comparator.comparing(p -> p.getMetadata().getName()))
        .toList();
  }

  Set<String> podUids() {
    return pods().stream().map(p -> p.getMetadata().getUid()).collect(Collectors.toSet());
  }

  static String host(Pod pod) {
    return pod.getStatus().getPodIP();
  }

  /**
   * Asserts that there are so many servers, that each lets in the token and nobody else, and that
   * they pass on each other's messages.
   */
  void assertServing(int servers) {
    List<Pod> pods = pods();
    assertThat(pods).hasSize(servers);
    String token = token();
    for (Pod pod : pods) {
      assertThat(Login.isAccepted(host(pod), token)).as("login with the token").isTrue();
      assertThat(Login.isAccepted(host(pod), null)).as("login without a token").isFalse();
      assertThat(Login.isAccepted(host(pod), token + "x")).as("login with another").isFalse();
    }
    try (Connection first = Login.connect(host(pods.get(0)), token);
        Connection last = Login.connect(host(pods.get(servers - 1)), token)) {
      Subscription subscription = last.subscribe("greet");
      last.flush(Duration.ofSeconds(5));
      Awaitility.await("a message from the first server at the last")
          .atMost(Duration.ofSeconds(20))
          .until(() -> {
            first.publish("greet", "hello".getBytes(StandardCharsets.UTF_8));
            return subscription.nextMessage(Duration.ofMillis(200)) != null;
          });
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    assertOneConfiguration();
  }

  /** Superseded configurations are gone, and the one that is left holds no token. */
  private void assertOneConfiguration() {
    String token = token();
    Awaitility.await("one configuration")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(
                    client
                        .configMaps()
                        .inNamespace(namespace)
                        .withLabel("app.kubernetes.io/instance", NAME)
                        .list()
                        .getItems())
                .filteredOn(m -> m.getMetadata().getName().startsWith(NAME + "-nats-config-"))
                .singleElement()
                .satisfies(m -> assertThat(m.getData().toString()).doesNotContain(token)));
  }

  void assertRefused(String token) {
    for (Pod pod : pods()) {
      assertThat(Login.isAccepted(host(pod), token)).as("login with an old token").isFalse();
    }
  }

  /** Objects of every kind that the operator makes, as kind/name. */
  List<String> ownObjects() {
    return new OwnObjects(client, namespace).names();
  }

  /** Versions of the resource and of all that belongs to it. */
  Map<String, String> versions() {
    Map<String, String> versions = new HashMap<>(new OwnObjects(client, namespace).versions());
    versions.put("NatsTokenAuth", get().getMetadata().getResourceVersion());
    return versions;
  }

  static void removeNamespaces(KubernetesClient client) {
    client.namespaces().withLabel(NAMESPACE_LABEL, "true").delete();
  }

  /** The namespace stays, for its Events are searched at the end; the servers go. */
  @Override
  public void close() {
    if (get() != null) {
      delete();
    }
  }
}
