package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/tools.md shows for External Secrets does what it says there, with its controller. */
@Tag("api")
class ExternalSecretsIT {

  private static final String COPY = "orders-nats";
  private static final String FIRST = "the-first-token-of-the-vault";
  private static final String SECOND = "the-second-token-of-the-vault";

  /** The vault is this provider of External Secrets; a real one is no matter of ours. */
  private static final String VAULT =
      """
      apiVersion: external-secrets.io/v1
      kind: SecretStore
      metadata: {name: vault, namespace: messaging}
      spec: {provider: {fake: {data: [{key: nats/orders, value: '{"token": "%s"}'}]}}}
      """;

  @TempDir private static Path folder;
  private static ExternalSecrets externalSecrets;

  @BeforeAll
  static void start() {
    externalSecrets = new ExternalSecrets(folder);
  }

  @AfterAll
  static void stop() {
    externalSecrets.close();
  }

  @Test
  void anotherTokenInTheVaultIsARotationWithAnOverlap() {
    try (RotatingServers servers = new RotatingServers(new TestNamespace())) {
      TestNamespace owners = servers.namespace();
      owners.startOperator();
      shown(owners, owners, "kind: ExternalSecret", "my-nats-token")
          .forEach(externalSecrets::apply);
      externalSecrets.apply(named(VAULT.formatted(FIRST), owners, owners));
      owners.apply(specWithOverlap(owners, "1h"));
      owners.awaitReady();
      assertThat(servers.token()).isEqualTo(FIRST);

      externalSecrets.apply(named(VAULT.formatted(SECOND), owners, owners));
      var rotation = servers.awaitOverlap().getStatus().rotation();
      assertThat(rotation.reason()).isEqualTo("ExistingSecretChanged");
      assertThat(rotation.toGeneration()).isEqualTo(2);
      assertThat(servers.token()).isEqualTo(SECOND);
      assertThat(servers.accepting(FIRST)).isNotEmpty();
      assertThat(servers.accepting(SECOND)).isNotEmpty();

      owners.apply(specWithOverlap(owners, "1s"));
      servers.awaitOnly(2);
      assertThat(servers.token()).isEqualTo(SECOND);
      assertThat(servers.accepting(FIRST)).isEmpty();
    }
  }

  @Test
  void tokenAndServersInAnotherNamespaceFollowARotation() {
    try (RotatingServers servers = RotatingServers.serving(2, "1h");
        TestNamespace clients = new TestNamespace()) {
      bringTo(clients, servers.namespace());
      awaitCopy(servers, clients);
      String former = servers.token();

      servers.request("1");
      servers.awaitOverlap();
      assertThat(servers.token()).isNotEqualTo(former);
      awaitCopy(servers, clients);

      servers.namespace().apply(RotatingServers.spec(2, "1s"));
      servers.awaitOnly(2);
      awaitCopy(servers, clients);
    }
  }

  @Test
  void theAccountOfTheStoreReadsNoOtherSecret() {
    try (TestNamespace owners = TestNamespace.serving(Map.of());
        TestNamespace clients = new TestNamespace()) {
      bringTo(clients, owners);
      externalSecrets.awaitReady(clients, COPY, "True");
      shown(owners, clients, "kind: ExternalSecret", "name: " + COPY)
          .map(yaml -> yaml.replace("name: " + COPY, "name: passwords"))
          .map(yaml -> yaml.replace(TestNamespace.TOKEN_SECRET, TestNamespace.ROUTES_SECRET))
          .forEach(externalSecrets::apply);
      externalSecrets.awaitReady(clients, "passwords", "False");
      TestNamespace.await("why it is not")
          .untilAsserted(() ->
              assertThat(clients.events())
                  .extracting(Event::getMessage)
                  .anyMatch(text ->
                      text.contains("\"" + TestNamespace.ROUTES_SECRET + "\" is forbidden")));
      assertThat(clients.object(Secret.class, "passwords").get()).isNull();
    }
  }

  /** Applies all that is shown for the way out; an address and a ConfigMap stand in for others. */
  private static void bringTo(TestNamespace clients, TestNamespace owners) {
    var server = ApiServer.get().config();
    clients.create(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("kube-root-ca.crt")
            .endMetadata()
            .addToData("ca.crt", ShownYaml.read(Path.of(server.getCaCertFile())))
            .build());
    List<String> way = shown(owners, clients, "orders-nats").toList();
    assertThat(way).hasSize(5);
    way.stream()
        .map(yaml -> yaml.replace("https://kubernetes.default.svc", server.getMasterUrl()))
        .forEach(externalSecrets::apply);
  }

  /** Token and servers, and nothing else, are those that clients are to use now. */
  private static void awaitCopy(RotatingServers servers, TestNamespace clients) {
    TestNamespace.await("the copy")
        .untilAsserted(() -> {
          Secret copy = clients.object(Secret.class, COPY).get();
          assertThat(copy).isNotNull();
          Map<String, String> published = new HashMap<>(servers.secret().getData());
          published.keySet().retainAll(List.of("token", "servers"));
          assertThat(copy.getData()).isEqualTo(published).hasSize(2);
        });
  }

  /** The one that is shown, with an overlap that a test can wait for. */
  private static Map<String, Object> specWithOverlap(TestNamespace owners, String overlap) {
    String yaml = shown(owners, owners, "kind: NatsTokenAuth").findFirst().orElseThrow();
    Map<String, Object> spec =
        new HashMap<>(Serialization.unmarshal(yaml, GenericKubernetesResource.class).get("spec"));
    spec.put("rotation", Map.of("overlap", overlap));
    return spec;
  }

  /** The documents of the guide that have all of these words. */
  private static Stream<String> shown(
      TestNamespace owners, TestNamespace clients, String... words) {
    return ShownYaml.below(Path.of("docs/tools.md"), "External Secrets")
        .filter(yaml -> Stream.of(words).allMatch(yaml::contains))
        .map(yaml -> named(yaml, owners, clients));
  }

  /** With the namespaces of this test, and looked after as often as a test wants. */
  private static String named(String yaml, TestNamespace owners, TestNamespace clients) {
    return yaml.replace("messaging", owners.name())
        .replace("shop", clients.name())
        .replace("refreshInterval: 1m", "refreshInterval: 1s");
  }
}
