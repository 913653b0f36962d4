package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.access.AccessOwner;
import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.api.NatsTokenAccessStatus;
import dev.natstoken.operator.desired.TokenSecret;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The namespace of the resource "orders", another one with clients, and an operator for both. */
final class AccessNamespaces implements AutoCloseable {

  static final String ACCESS = "orders-nats";
  static final String VERSION = ACCESS + "-version";

  private final KubernetesClient client = ApiServer.get().client();
  private final TestNamespace owners = new TestNamespace();
  private final TestNamespace clients = new TestNamespace();
  private TestOperator operator;

  /** With an operator and the resource, which allows the clients; its token is published. */
  static AccessNamespaces allowed() {
    AccessNamespaces namespaces = new AccessNamespaces();
    namespaces.startOperator("5m");
    namespaces.allow(namespaces.clients().name());
    namespaces.awaitToken();
    return namespaces;
  }

  TestNamespace owners() {
    return owners;
  }

  TestNamespace clients() {
    return clients;
  }

  TestOperator operator() {
    return operator;
  }

  void startOperator(String resync) {
    startOperator(resync, _ -> {});
  }

  void startOperator(String resync, Consumer<KubernetesClientBuilder> settings) {
    operator =
        new TestOperator(
            Map.of(
                "OPERATOR_WATCH_NAMESPACES",
                owners.name() + "," + clients.name(),
                "OPERATOR_RESYNC",
                resync),
            ApiServer.get().client(ApiServer.OPERATOR_AGENT, settings));
  }

  /** With a client that is made in another way. */
  void startOperator(KubernetesClient way) {
    startOperator(Map.of(), way);
  }

  /** The same with these settings. */
  void startOperator(Map<String, String> settings, KubernetesClient way) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("OPERATOR_WATCH_NAMESPACES", owners.name() + "," + clients.name());
    operator = new TestOperator(all, way);
  }

  /** With the rights of this service account of the owner's namespace and no others. */
  void startOperatorAs(String serviceAccount) {
    operator =
        new TestOperator(
            Map.of("OPERATOR_WATCH_NAMESPACES", owners.name() + "," + clients.name()),
            ApiServer.get().clientOf(owners.name(), serviceAccount));
  }

  void stopOperator() {
    operator.close();
    operator = null;
  }

  /** Has the owner allow these namespaces and no others. */
  void allow(String... names) {
    allow(Map.of("names", List.of(names)));
  }

  void allow(Map<String, ?> allowedNamespaces) {
    owners.apply(Map.of("allowedNamespaces", allowedNamespaces));
  }

  /** Puts a label on the namespace of the clients. */
  void label(String team) {
    AsUser.<Namespace>edit(
        client.namespaces().withName(clients.name()),
        old ->
            new NamespaceBuilder(old)
                .editMetadata()
                .addToLabels("team", team)
                .endMetadata()
                .build());
  }

  void awaitToken() {
    TestNamespace.await("a token").until(() -> secret(owners, TestNamespace.TOKEN_SECRET) != null);
  }

  /** Asks for the token of "orders". */
  void ask() {
    ask(ACCESS, Map.of());
  }

  void ask(String access, Map<String, ?> more) {
    Map<String, Object> spec = new HashMap<>(more);
    spec.putIfAbsent("authRef", Map.of("namespace", owners.name(), "name", TestNamespace.NAME));
    ask(clients, access, spec);
  }

  void ask(TestNamespace namespace, String access, Map<String, ?> spec) {
    GenericKubernetesResource resource = AsUser.resource(namespace.name(), access, spec);
    resource.setKind("NatsTokenAccess");
    client.resource(resource).fieldManager("test").forceConflicts().serverSideApply();
  }

  Resource<NatsTokenAccess> access(String name) {
    return clients.object(NatsTokenAccess.class, name);
  }

  /** What the token Secret tells clients, with what is not for them left out. */
  Map<String, String> published() {
    Map<String, String> data = new TreeMap<>(secret(owners, TestNamespace.TOKEN_SECRET).getData());
    data.keySet().retainAll(TokenSecret.FOR_CLIENTS);
    return data;
  }

  static Secret secret(TestNamespace namespace, String name) {
    return namespace.object(Secret.class, name).get();
  }

  Secret copy() {
    return secret(clients, ACCESS);
  }

  /** Puts a token into the token Secret, as its owner may. */
  void edit(String token) {
    owners.putSecret(TestNamespace.TOKEN_SECRET, "token", token);
  }

  String copiedToken() {
    return SecretText.of(copy(), "token");
  }

  void awaitCopy() {
    awaitData();
    awaitReady(ACCESS);
  }

  /** Waits until the Secret of that name says what is published. */
  void awaitData() {
    TestNamespace.await("the Secret of the access")
        .untilAsserted(() ->
            assertThat(copy()).isNotNull().extracting(Secret::getData).isEqualTo(published()));
  }

  void awaitReady(String access) {
    awaitReason(access, "Bound");
  }

  /** Waits until Ready has this reason for the newest spec. */
  NatsTokenAccessStatus awaitReason(String access, String reason) {
    TestNamespace.await(access + " " + reason)
        .untilAsserted(() -> {
          NatsTokenAccess seen = access(access).get();
          assertThat(ready(seen).map(Condition::getReason))
              .as(() -> Serialization.asYaml(seen))
              .contains(reason);
          assertThat(seen.getStatus().observedGeneration())
              .isEqualTo(seen.getMetadata().getGeneration());
        });
    return access(access).get().getStatus();
  }

  void awaitGone(String secret) {
    TestNamespace.await("Secret " + secret + " gone").until(() -> secret(clients, secret) == null);
  }

  static Optional<Condition> ready(NatsTokenAccess access) {
    return Conditions.find(access.statusOrNone().conditionsOrEmpty(), Conditions.READY);
  }

  /** The Secrets of all accesses, by name. */
  List<String> copies() {
    return client
        .secrets()
        .inNamespace(clients.name())
        .withLabel(AccessOwner.LABEL)
        .list()
        .getItems()
        .stream()
        .map(s -> s.getMetadata().getName())
        .sorted()
        .toList();
  }

  /** Their ConfigMaps, by name. */
  List<String> versions() {
    return client
        .configMaps()
        .inNamespace(clients.name())
        .withLabel(AccessOwner.LABEL)
        .list()
        .getItems()
        .stream()
        .map(m -> m.getMetadata().getName())
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    if (operator != null) {
      stopOperator();
    }
    owners.close();
    clients.close();
  }
}
