package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is watched: the operator's own objects, selected by label at the API server, and the Secrets
 * that users brought, each by its name. An object leads to its resource by the instance label, so
 * that one without an owner reference (a retained Secret) counts too.
 */
final class Watches {

  private final Map<Class<?>, InformerEventSource<?, NatsTokenAuth>> own;
  private final ExistingSecrets existingSecrets;

  Watches(EventSourceContext<NatsTokenAuth> context) {
    own =
        Map.of(
            Secret.class, informer(Secret.class, context),
            ConfigMap.class, informer(ConfigMap.class, context),
            Service.class, informer(Service.class, context),
            StatefulSet.class, informer(StatefulSet.class, context),
            PodDisruptionBudget.class, informer(PodDisruptionBudget.class, context),
            NetworkPolicy.class, informer(NetworkPolicy.class, context),
            Pod.class, informer(Pod.class, context));
    existingSecrets = new ExistingSecrets(context.getClient());
  }

  List<EventSource<?, NatsTokenAuth>> all() {
    var sources = new java.util.ArrayList<EventSource<?, NatsTokenAuth>>(own.values());
    sources.add(existingSecrets);
    return sources;
  }

  ExistingSecrets existingSecrets() {
    return existingSecrets;
  }

  <T extends HasMetadata> Optional<T> get(Class<T> type, String namespace, String name) {
    return source(type).get(new ResourceID(name, namespace));
  }

  <T extends HasMetadata> Set<T> of(Class<T> type, NatsTokenAuth resource) {
    return source(type).getSecondaryResources(resource);
  }

  /**
   * Makes our own write visible at once, before its watch event arrives. What was read past the
   * cache is new to it: JOSDK fails on an update of something that it does not hold.
   */
  <T extends HasMetadata> void remember(Class<T> type, T written, Optional<T> before) {
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
      Class<T> type, EventSourceContext<NatsTokenAuth> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(type, NatsTokenAuth.class)
            .withName(type.getSimpleName())
            .withLabelSelector(Labels.SELECTOR)
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper(Watches::resourceOf)
            .build(),
        context);
  }

  private static Set<ResourceID> resourceOf(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    String instance = labels == null ? null : labels.get(Labels.INSTANCE);
    return instance == null
        ? Set.of()
        : Set.of(new ResourceID(instance, object.getMetadata().getNamespace()));
  }
}
