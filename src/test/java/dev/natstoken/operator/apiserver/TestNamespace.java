package dev.natstoken.operator.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.api.NatsTokenAuth;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.pollinterval.IterativePollInterval;

/** A namespace with the resource "orders", and an operator for it alone when one was started. */
final class TestNamespace implements AutoCloseable {

  static final String NAME = "orders";
  static final String TOKEN_SECRET = "orders-nats-token";
  static final String ROUTES_SECRET = "orders-nats-routes";

  private static final AtomicInteger COUNTER = new AtomicInteger();
  private final KubernetesClient client = ApiServer.get().client();
  private final String name = "api-" + COUNTER.incrementAndGet();
  private final FakeStatefulSets servers = new FakeStatefulSets(client, name);
  private final Snapshots snapshots = new Snapshots(client, name);
  private final Waits waits = new Waits(resource(), servers);
  private TestOperator operator;

  TestNamespace() {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  /** With an operator and the resource, which serves. */
  static TestNamespace serving(Map<String, ?> spec) {
    return serving(spec, "5m");
  }

  static TestNamespace serving(Map<String, ?> spec, String resync) {
    TestNamespace namespace = new TestNamespace();
    namespace.startOperator(resync);
    namespace.apply(spec);
    namespace.awaitReady();
    return namespace;
  }

  String name() {
    return name;
  }

  void startOperator() {
    startOperator("5m");
  }

  void startOperator(String resync) {
    operator = new TestOperator(name, resync);
  }

  void startOperator(Consumer<KubernetesClientBuilder> client) {
    operator = new TestOperator(name, "5m", client);
  }

  /** With these settings, and with a client that is made in another way. */
  void startOperator(Map<String, String> settings, KubernetesClient client) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("OPERATOR_WATCH_NAMESPACES", name);
    operator = new TestOperator(all, client);
  }

  void stopOperator() {
    operator.close();
    operator = null;
  }

  TestOperator operator() {
    return operator;
  }

  List<String> operatorWrites() {
    return ApiServer.get().audit().operatorWrites(name);
  }

  void apply(Map<String, ?> spec) {
    apply(spec, new ObjectMeta());
  }

  /** What {@code kubectl apply --server-side} does with this spec and metadata. */
  void apply(Map<String, ?> spec, ObjectMeta metadata) {
    GenericKubernetesResource resource = AsUser.resource(name, NAME, spec);
    resource.setMetadata(
        new ObjectMetaBuilder(metadata).withNamespace(name).withName(NAME).build());
    client.resource(resource).fieldManager("test").forceConflicts().serverSideApply();
  }

  Resource<NatsTokenAuth> resource() {
    return client.resources(NatsTokenAuth.class).inNamespace(name).withName(NAME);
  }

  NatsTokenAuth get() {
    return resource().get();
  }

  <T extends HasMetadata> Resource<T> object(Class<T> type, String objectName) {
    return client.resources(type).inNamespace(name).withName(objectName);
  }

  <T extends HasMetadata> T edit(Class<T> type, String objectName, UnaryOperator<T> edit) {
    return AsUser.edit(object(type, objectName), edit);
  }

  /** The object in this namespace. */
  HasMetadata create(HasMetadata object) {
    object.getMetadata().setNamespace(name);
    return client.resource(object).create();
  }

  /** The ConfigMap that the status tells of. */
  ConfigMap configMap() {
    return object(ConfigMap.class, configMapName()).get();
  }

  private String configMapName() {
    return "orders-nats-config-"
        + get().getStatus().configDigest().substring("sha256:".length()).substring(0, 10);
  }

  String token() {
    return SecretText.of(object(Secret.class, TOKEN_SECRET).get(), "token");
  }

  long tokenGeneration() {
    return get().getStatus().token().generation();
  }

  void putSecret(String secretName, String key, String value) {
    AsUser.putSecret(client, name, secretName, key, value);
  }

  void putSecret(String secretName, Map<String, String> texts) {
    AsUser.putSecret(client, name, secretName, texts);
  }

  /** The certificates that the user brings here. */
  BroughtCertificates certificates() {
    return new BroughtCertificates(this);
  }

  /** By the name of each pod: another uid is a restart. */
  Map<String, String> podUids() {
    Map<String, String> uids = new HashMap<>();
    client
        .pods()
        .inNamespace(name)
        .list()
        .getItems()
        .forEach(p -> uids.put(p.getMetadata().getName(), p.getMetadata().getUid()));
    return uids;
  }

  /** All objects of the kinds that the operator writes, as kind/name. */
  Map<String, HasMetadata> objects() {
    return snapshots.objects();
  }

  /** What a user could have written of each. */
  Map<String, ObjectNode> contents() {
    return snapshots.contents();
  }

  void assertContents(Map<String, ObjectNode> expected) {
    snapshots.assertContents(expected);
  }

  /** The version of each: equal only if nobody wrote to any. */
  Map<String, String> versions() {
    return snapshots.versions();
  }

  /** Deletes all objects, with the pods, that have an owner and none of these. */
  void collectGarbage(Set<String> livingOwners) {
    objects().values().stream()
        .filter(o -> !o.getMetadata().getOwnerReferences().isEmpty())
        .filter(o ->
            o.getMetadata().getOwnerReferences().stream()
                .noneMatch(r -> livingOwners.contains(r.getUid())))
        .forEach(o -> client.resource(o).delete());
    servers.removeOrphans();
  }

  /** Asks ever more rarely: asking is most of what the API server has to do in these tests. */
  static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofMinutes(1))
        .pollInterval(
            IterativePollInterval.iterative(last -> last.plusMillis(25), Duration.ofMillis(25)));
  }

  void awaitReady() {
    waits.untilReady(r -> true);
  }

  /** Plays StatefulSet controller until the newest spec is Ready, proved, and as asked. */
  void awaitReady(Predicate<NatsTokenAuth> asked) {
    waits.untilReady(asked);
  }

  /** Plays StatefulSet controller until this holds for the resource. */
  NatsTokenAuth awaitUntil(String what, Predicate<NatsTokenAuth> holds) {
    return waits.until(what, holds);
  }

  /** Until the operator has dealt with the newest spec, whether its servers run or not. */
  void awaitObserved() {
    waits.untilObserved();
  }

  /** The condition Stalled of the newest spec, once it has this reason. */
  Condition awaitStalled(String reason) {
    return waits.untilStalled(reason);
  }

  /** Where the fake StatefulSet controller runs the servers, by the name of the pod. */
  FakeStatefulSets servers() {
    return servers;
  }

  /** All Events, about whatever is in it. */
  List<Event> events() {
    return client.v1().events().inNamespace(name).list().getItems();
  }

  /** Their reasons. */
  List<String> eventReasons() {
    return events().stream().map(Event::getReason).sorted().toList();
  }

  @Override
  public void close() {
    if (operator != null) {
      stopOperator();
    }
    servers.close();
  }
}
