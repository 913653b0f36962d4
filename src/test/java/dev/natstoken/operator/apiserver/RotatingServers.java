package dev.natstoken.operator.apiserver;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.Reported;
import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.nats.probe.Logins;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The servers of one resource, as somebody sees them who rotates their token. */
final class RotatingServers implements AutoCloseable {

  private final TestNamespace namespace;

  RotatingServers(TestNamespace namespace) {
    this.namespace = namespace;
  }

  /** So many servers that serve; both tokens of a rotation work for so long. */
  static RotatingServers serving(int replicas, String overlap) {
    return new RotatingServers(TestNamespace.serving(spec(replicas, overlap)));
  }

  static Map<String, Object> spec(int replicas, String overlap) {
    return Map.of("replicas", replicas, "rotation", Map.of("overlap", overlap));
  }

  TestNamespace namespace() {
    return namespace;
  }

  /** Sets the annotation that asks for a rotation; null takes it away. */
  void request(String value) {
    AsUser.requestRotation(namespace.resource(), value);
  }

  NatsTokenAuth awaitOverlap() {
    return namespace.awaitUntil("Overlap", r -> "Overlap".equals(Reported.phase(r)));
  }

  /** Waits for an overlap with so many clients that are late, in which all servers are proved. */
  NatsTokenAuth awaitOverlap(int connections) {
    return namespace.awaitUntil(
        "Overlap with " + connections + " late clients",
        r ->
            "Overlap".equals(Reported.phase(r))
                && Integer.valueOf(connections)
                    .equals(r.getStatus().rotation().previousTokenConnections())
                && Reported.isTrue(r, Conditions.VERIFIED));
  }

  /** Waits until this is the only token. */
  void awaitOnly(long generation) {
    namespace.awaitReady(r -> hasOnly(r, generation));
  }

  static boolean hasOnly(NatsTokenAuth resource, long generation) {
    return resource.getStatus().token().generation() == generation
        && resource.getStatus().rotation() == null
        && Reported.condition(resource, Conditions.RECONCILING).isEmpty();
  }

  String token() {
    return namespace.token();
  }

  Secret secret() {
    return namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).get();
  }

  /** What the token Secret has under this key; empty if it has not. */
  String secret(String key) {
    return SecretText.of(secret(), key);
  }

  StatefulSet set() {
    return namespace.object(StatefulSet.class, "orders-nats").get();
  }

  int replicas() {
    return set().getSpec().getReplicas();
  }

  int partition() {
    return set().getSpec().getUpdateStrategy().getRollingUpdate().getPartition();
  }

  long configurations() {
    return namespace.objects().keySet().stream()
        .filter(key -> key.startsWith("ConfigMap/orders-nats-config-"))
        .count();
  }

  /** The number of the token that tools are told of which restart clients. */
  String toldGeneration() {
    return namespace.object(ConfigMap.class, RestartsIT.VERSION).get().getData().get("generation");
  }

  /** The pods that clients are sent to. */
  List<String> hosts() {
    return Stream.of(secret("servers").split(",", -1))
        .map(url -> url.replace("nats://", "").replaceFirst("[.].*", ""))
        .toList();
  }

  /** Whether the Secret sends clients to this server alone. */
  boolean names(int ordinal) {
    return hosts().equals(List.of("orders-nats-" + ordinal));
  }

  /** Ordinals of the servers that let in this token. */
  List<Integer> accepting(String token) {
    return IntStream.range(0, replicas())
        .filter(i -> namespace.servers().runs("orders-nats-" + i))
        .filter(i -> isAccepted(address(i), token))
        .boxed()
        .toList();
  }

  /** Deletes the pod of this server, which comes back if it can. */
  void kill(int ordinal) {
    namespace.servers().delete(namespace.object(Pod.class, "orders-nats-" + ordinal).get());
  }

  /** Of the pods that run a server. */
  Set<String> podUids() {
    return IntStream.range(0, replicas())
        .mapToObj(i -> "orders-nats-" + i)
        .filter(namespace.servers()::runs)
        .flatMap(name -> Optional.ofNullable(namespace.object(Pod.class, name).get()).stream())
        .map(pod -> pod.getMetadata().getUid())
        .collect(Collectors.toSet());
  }

  boolean secretIsThere() {
    return secret() != null && !secret("token").isEmpty();
  }

  private static boolean isAccepted(String address, String token) {
    try {
      return Logins.isAccepted(address, 4222, Optional.of(token));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client of this server alone, which calls itself so. */
  Connection connect(int ordinal, String token, String name) throws Exception {
    return Nats.connect(
        Options.builder()
            .server("nats://" + address(ordinal) + ":4222")
            .ignoreDiscoveredServers()
            .connectionName(name)
            .token(token.toCharArray())
            .build());
  }

  private String address(int ordinal) {
    return namespace.servers().address("orders-nats-" + ordinal);
  }

  @Override
  public void close() {
    namespace.close();
  }
}
