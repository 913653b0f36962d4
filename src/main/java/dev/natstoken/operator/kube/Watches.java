package dev.natstoken.operator.kube;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.outcome.StoppedException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is watched: the operator's own objects, selected by label at the API server, and the Secrets
 * that users brought, each by its name. An object leads to its resource by a label, so that one
 * without an owner reference (a retained Secret) is seen too; whether it counts is not decided
 * here.
 *
 * <p>Where Secrets may not be watched, each is read from the API server when it is asked for, and
 * its changes are seen when its resource is looked at again.
 */
public final class Watches {

  /** So many objects are read at once: thousands in one answer would not fit into the memory. */
  public static final long PAGE = 500;

  private final KubernetesClient client;
  private final Map<Class<?>, InformerEventSource<?, NatsTokenAuth>> own = new HashMap<>();
  private final ExistingSecrets existingSecrets;

  public Watches(
      EventSourceContext<NatsTokenAuth> context, boolean watchSecrets, InstantSource clock) {
    client = context.getClient();
    Stream.of(
            Secret.class,
            ConfigMap.class,
            Service.class,
            StatefulSet.class,
            PodDisruptionBudget.class,
            NetworkPolicy.class,
            PersistentVolumeClaim.class,
            Pod.class)
        .filter(type -> watchSecrets || type != Secret.class)
        .forEach(type -> own.put(type, informer(type, context, clock)));
    existingSecrets = new ExistingSecrets(client, watchSecrets);
  }

  public List<EventSource<?, NatsTokenAuth>> all() {
    List<EventSource<?, NatsTokenAuth>> sources = new ArrayList<>(own.values());
    sources.add(existingSecrets);
    return sources;
  }

  public ExistingSecrets existingSecrets() {
    return existingSecrets;
  }

  public <T extends HasMetadata> Optional<T> get(Class<T> type, String namespace, String name) {
    if (!isWatched(type)) {
      return read(type, namespace, name);
    }
    var source = source(type);
    return unlessStopped(source, source.get(new ResourceID(name, namespace)));
  }

  private boolean isWatched(Class<?> type) {
    return own.containsKey(type);
  }

  /** Finds what the watch would show: an object without our label is none of ours. */
  private <T extends HasMetadata> Optional<T> read(Class<T> type, String namespace, String name) {
    return Optional.ofNullable(client.resources(type).inNamespace(namespace).withName(name).get())
        .filter(o -> Labels.OPERATOR.equals(labelOf(o, Labels.MANAGED_BY)));
  }

  /** What carries the labels of this resource, be it forged: {@link OwnObjects} tells. */
  <T extends HasMetadata> Stream<T> labelled(Class<T> type, NatsTokenAuth resource) {
    var source = source(type);
    return unlessStopped(source, source.getSecondaryResources(resource)).stream();
  }

  /** The same, of every kind that is watched. */
  Stream<HasMetadata> labelled(NatsTokenAuth resource) {
    return own.values().stream()
        .flatMap(s -> unlessStopped(s, s.getSecondaryResources(resource)).stream());
  }

  /**
   * JOSDK empties the caches of an operator that stops while its last reconciliations still run,
   * and marks the source as stopped before it does.
   */
  private static <R> R unlessStopped(InformerEventSource<?, ?> source, R seen) {
    if (!source.isRunning()) {
      throw new StoppedException();
    }
    return seen;
  }

  /**
   * Makes our own write visible at once, before its watch event arrives. What was read past the
   * cache is new to it: JOSDK fails on an update of something that it does not hold.
   */
  <T extends HasMetadata> void remember(Class<T> type, T written, Optional<T> before) {
    if (!isWatched(type)) {
      return;
    }
    ResourceID id = ResourceID.fromResource(written);
    Optional<T> known = before.filter(b -> source(type).get(id).isPresent());
    known.ifPresentOrElse(
        old -> source(type).handleRecentResourceUpdate(id, written, old),
        () -> source(type).handleRecentResourceCreate(id, written));
  }

  @SuppressWarnings("unchecked")
  private <T extends HasMetadata> InformerEventSource<T, NatsTokenAuth> source(Class<T> type) {
    return (InformerEventSource<T, NatsTokenAuth>) own.get(type);
  }

  private static <T extends HasMetadata> InformerEventSource<T, NatsTokenAuth> informer(
      Class<T> type, EventSourceContext<NatsTokenAuth> context, InstantSource clock) {
    return new OwnWatch<>(
        InformerEventSourceConfiguration.from(type, NatsTokenAuth.class)
            .withName(type.getSimpleName())
            .withLabelSelector(Labels.SELECTOR)
            .withNamespacesInheritedFromController()
            .withInformerListLimit(PAGE)
            .withSecondaryToPrimaryMapper(Watches::resourceOf)
            .build(),
        context,
        clock);
  }

  private static Set<ResourceID> resourceOf(HasMetadata object) {
    return Labels.resourceOf(object).stream()
        .map(name -> new ResourceID(name, object.getMetadata().getNamespace()))
        .collect(Collectors.toSet());
  }

  private static String labelOf(HasMetadata object, String label) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels == null ? null : labels.get(label);
  }
}
