package dev.natstoken.operator.apiserver;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.desired.ConfigurationMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Stands in for the StatefulSet controller and the kubelet, at command: pods as the template says,
 * each with a real nats-server that has the files mounted in it, and the status of the set.
 */
final class FakeStatefulSets implements AutoCloseable {

  private final KubernetesClient client;
  private final String namespace;
  private final FakePods pods;
  private final FakeMounts mounted;
  private final Map<String, LoopbackServer> running = new HashMap<>();
  private final Map<String, Optional<String>> stuck = new HashMap<>();
  private String appended = "";
  private boolean freezing;

  FakeStatefulSets(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    this.pods = new FakePods(client, namespace);
    this.mounted = new FakeMounts(client, namespace);
  }

  /** Servers that start from now on read this too, after all else. */
  void append(String text) {
    appended = text;
  }

  /** Servers that start from now on are ready and never answer. */
  void freezeNew() {
    freezing = true;
  }

  /** All servers are ready and do not answer, those that start from now on too. */
  void freeze() {
    freezeNew();
    running.values().forEach(LoopbackServer::freeze);
  }

  /** All servers answer. */
  void thaw() {
    freezing = false;
    running.values().forEach(LoopbackServer::thaw);
  }

  /** The server of this pod finds no node from its next start on. */
  void leavePending(String pod) {
    stuck.put(pod, Optional.empty());
  }

  /** The server of this pod does not start any more, for a reason that does not pass by itself. */
  void failToStart(String pod) {
    stuck.put(pod, Optional.of("ImagePullBackOff"));
  }

  /** It does again. */
  void mend(String pod) {
    stuck.remove(pod);
    var named = client.pods().inNamespace(namespace).withName(pod);
    if (named.get() != null && !running.containsKey(pod)) {
      named.withGracePeriod(0).delete();
    }
  }

  /** Brings every set of the namespace to its newest revision, if its configuration is there. */
  void settle() {
    for (StatefulSet set : client.apps().statefulSets().inNamespace(namespace).list().getItems()) {
      if (set.getMetadata().getDeletionTimestamp() != null) {
        letGo(set);
      } else {
        mounted.of(set).ifPresent(files -> settle(set, files));
      }
    }
  }

  /** Address of the server in this pod. */
  String address(String pod) {
    return running.get(pod).address();
  }

  /** Whether a server runs in this pod. */
  boolean runs(String pod) {
    return running.containsKey(pod);
  }

  /** Deletes the pods whose sets are gone. */
  void removeOrphans() {
    List<StatefulSet> sets = client.apps().statefulSets().inNamespace(namespace).list().getItems();
    client.pods().inNamespace(namespace).list().getItems().stream()
        .filter(p -> sets.stream().noneMatch(set -> isOf(set, p.getMetadata().getName())))
        .forEach(p -> delete(p));
  }

  /** What the garbage collector does when the pods are to stay. */
  private void letGo(StatefulSet set) {
    for (Pod pod : client.pods().inNamespace(namespace).list().getItems()) {
      if (isOf(set, pod.getMetadata().getName())) {
        pods.release(pod);
      }
    }
    AsUser.edit(
        named(set),
        s ->
            new StatefulSetBuilder(s)
                .editMetadata()
                .withFinalizers(List.of())
                .endMetadata()
                .build());
  }

  private void settle(StatefulSet set, Map<String, String> files) {
    String revision = revision(set);
    int wanted = set.getSpec().getReplicas();
    Set<String> there = closeThoseThatAreGone(set);
    boolean waits = false;
    for (Pod pod : fromTheTop(set)) {
      String name = pod.getMetadata().getName();
      pods.takeUp(set, pod);
      boolean updated = revision.equals(pod.getMetadata().getLabels().get(FakePods.REVISION));
      if (ordinal(pod) >= wanted || (!updated && !waits && ordinal(pod) >= partition(set))) {
        delete(pod);
        there.remove(name);
      }
      waits = waits || (stuck.containsKey(name) && ordinal(pod) < wanted);
    }
    for (int ordinal = 0; ordinal < wanted; ordinal++) {
      String name = set.getMetadata().getName() + "-" + ordinal;
      if (!there.contains(name)) {
        run(set, name, revision, files);
      }
    }
    tell(
        set,
        new StatefulSetStatusBuilder()
            .withObservedGeneration(set.getMetadata().getGeneration())
            .withAvailableReplicas(0)
            .withReplicas(wanted)
            .withReadyReplicas(wanted)
            .withUpdatedReplicas(wanted)
            .withCurrentRevision(partition(set) == 0 ? revision : "an-earlier-one")
            .withUpdateRevision(revision)
            .build());
  }

  private void tell(StatefulSet set, StatefulSetStatus status) {
    if (!status.equals(set.getStatus())) {
      AsUser.editStatus(named(set), s -> new StatefulSetBuilder(s).withStatus(status).build());
    }
  }

  /** Ends servers whose pods somebody deleted; returns the pods that are there. */
  private Set<String> closeThoseThatAreGone(StatefulSet set) {
    Set<String> there =
        fromTheTop(set).stream().map(p -> p.getMetadata().getName()).collect(Collectors.toSet());
    running.keySet().stream()
        .filter(name -> isOf(set, name) && !there.contains(name))
        .toList()
        .forEach(name -> running.remove(name).close());
    return there;
  }

  /** Those that this made, as Kubernetes goes through them. */
  private List<Pod> fromTheTop(StatefulSet set) {
    return client.pods().inNamespace(namespace).list().getItems().stream()
        .filter(p -> isOf(set, p.getMetadata().getName()))
        .filter(p -> p.getMetadata().getLabels().containsKey(FakePods.REVISION))
        .sorted(Comparator.comparingInt(FakeStatefulSets::ordinal).reversed())
        .toList();
  }

  private static int ordinal(Pod pod) {
    String name = pod.getMetadata().getName();
    return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
  }

  private Resource<StatefulSet> named(StatefulSet set) {
    return client
        .apps()
        .statefulSets()
        .inNamespace(namespace)
        .withName(set.getMetadata().getName());
  }

  private static boolean isOf(StatefulSet set, String pod) {
    return pod.startsWith(set.getMetadata().getName() + "-");
  }

  /** Deletes a pod, as somebody may by hand; it comes back on the newest revision. */
  void delete(Pod pod) {
    client.resource(pod).withGracePeriod(0).delete();
    Optional.ofNullable(running.remove(pod.getMetadata().getName()))
        .ifPresent(LoopbackServer::close);
  }

  private void run(StatefulSet set, String name, String revision, Map<String, String> files) {
    if (stuck.containsKey(name)) {
      pods.keepFromStarting(pods.create(set, name, revision), stuck.get(name));
      return;
    }
    // As the controller says it in an Event if a quota has no room.
    Optional<String> refusal = pods.refusal(set, name, revision);
    if (refusal.isPresent()) {
      FailedCreate.tell(client, set, refusal.get());
      return;
    }
    LoopbackServer server =
        new LoopbackServer(
            Path.of("target", "loopback", namespace, name, revision),
            forPod(name, files),
            running.entrySet().stream()
                .filter(e -> isOf(set, e.getKey()))
                .map(Map.Entry::getValue)
                .toList());
    running.put(name, server);
    if (freezing) {
      server.freeze();
    }
    pods.run(pods.create(set, name, revision), server.address());
  }

  /** The first of the pods that are replaced by themselves: none of them with OnDelete. */
  private static int partition(StatefulSet set) {
    var rolling = set.getSpec().getUpdateStrategy().getRollingUpdate();
    return rolling == null ? set.getSpec().getReplicas() : rolling.getPartition();
  }

  private static String revision(StatefulSet set) {
    String template = Serialization.asYaml(set.getSpec().getTemplate());
    return UUID.nameUUIDFromBytes(template.getBytes(StandardCharsets.UTF_8))
        .toString()
        .substring(0, 8);
  }

  private Map<String, String> forPod(String name, Map<String, String> files) {
    Map<String, String> own = new HashMap<>(files);
    own.computeIfPresent(
        ConfigurationMap.FILE, (file, text) -> text.replace("$SERVER_NAME", name) + appended);
    return own;
  }

  @Override
  public void close() {
    running.values().forEach(LoopbackServer::close);
  }
}
