package dev.natstoken.operator.kube;

import dev.natstoken.operator.access.AccessOwner;
import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.desired.Names;
import dev.natstoken.operator.desired.TokenVersionMap;
import dev.natstoken.operator.outcome.StoppedException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is watched for accesses, and to whom each change leads:
 *
 * <ol>
 *   <li>A NatsTokenAuth and its token Secret lead to all accesses that name it.
 *   <li>So does the ConfigMap that tells of a new token.
 *   <li>The Secret of an access leads to it, and to all that ask for the same name. Its ConfigMap
 *       leads to it.
 *   <li>A namespace leads to its accesses. Only an operator of the whole Kubernetes cluster may
 *       watch namespaces; another one reads them at each look.
 * </ol>
 *
 * <p>Where Secrets may not be watched, the status of the NatsTokenAuth tells of a new token.
 */
final class AccessWatches {

  static final String BY_AUTH = "accesses-by-auth";
  private static final String BY_SECRET = "accesses-by-secret";
  private static final String BY_NAMESPACE = "accesses-by-namespace";

  private final IndexerResourceCache<NatsTokenAccess> accesses;
  private final InformerEventSource<NatsTokenAuth, NatsTokenAccess> auths;
  private final Optional<InformerEventSource<Secret, NatsTokenAccess>> secrets;
  private final InformerEventSource<ConfigMap, NatsTokenAccess> versionMaps;
  private final Optional<InformerEventSource<Namespace, NatsTokenAccess>> namespaces;

  AccessWatches(
      EventSourceContext<NatsTokenAccess> context, boolean watchSecrets, boolean watchNamespaces) {
    accesses = context.getPrimaryCache();
    accesses.addIndexers(
        Map.of(
            BY_AUTH,
            access -> List.of(access.specOrEmpty().authRef().text()),
            BY_SECRET,
            access -> List.of(key(access, access.secretName())),
            BY_NAMESPACE,
            access -> List.of(access.getMetadata().getNamespace())));
    auths =
        source(
            context,
            builder(NatsTokenAuth.class, auth -> named(BY_AUTH, nameOf(auth)))
                .withNamespacesInheritedFromController()
                .withOnUpdateFilter((now, before) -> matters(now, before, watchSecrets)));
    secrets =
        watchSecrets
            ? Optional.of(
                source(
                    context,
                    builder(Secret.class, this::accessesOf)
                        .withLabelSelector(Labels.SELECTOR)
                        .withNamespacesInheritedFromController()))
            : Optional.empty();
    versionMaps =
        source(
            context,
            builder(ConfigMap.class, this::accessesOf)
                .withLabelSelector(TokenVersionMap.SELECTOR)
                .withNamespacesInheritedFromController());
    namespaces =
        watchNamespaces
            ? Optional.of(
                source(
                    context,
                    builder(
                            Namespace.class,
                            namespace -> named(BY_NAMESPACE, namespace.getMetadata().getName()))
                        .withWatchAllNamespaces()
                        .withOnUpdateFilter((now, before) ->
                            !Objects.equals(
                                now.getMetadata().getLabels(), before.getMetadata().getLabels()))))
            : Optional.empty();
  }

  List<EventSource<?, NatsTokenAccess>> all() {
    return Stream.<Optional<? extends EventSource<?, NatsTokenAccess>>>of(
            Optional.of(auths), secrets, Optional.of(versionMaps), namespaces)
        .flatMap(Optional::stream)
        .collect(Collectors.toUnmodifiableList());
  }

  Optional<NatsTokenAuth> auth(String namespace, String name) {
    return get(auths, new ResourceID(name, namespace));
  }

  boolean secretsAreWatched() {
    return secrets.isPresent();
  }

  /** Empty if there is none, or none with our label. */
  Optional<Secret> secret(String namespace, String name) {
    return secrets.flatMap(source -> get(source, new ResourceID(name, namespace)));
  }

  /** The Secrets that name this access as theirs, be it forged. */
  Stream<Secret> secretsOf(NatsTokenAccess access) {
    return secrets.stream()
        .flatMap(source ->
            source.list(
                access.getMetadata().getNamespace(),
                secret ->
                    AccessOwner.named(secret)
                        .filter(access.getMetadata().getName()::equals)
                        .isPresent()));
  }

  /** The accesses that ask for this Secret. */
  Stream<NatsTokenAccess> asking(String namespace, String secret) {
    return accesses.byIndex(BY_SECRET, namespace + "/" + secret).stream();
  }

  Optional<ConfigMap> versionMap(String namespace, String name) {
    return get(versionMaps, new ResourceID(name, namespace));
  }

  /** The ConfigMaps that name this access as theirs, be it forged. */
  Stream<ConfigMap> versionMapsOf(NatsTokenAccess access) {
    return versionMaps.list(
        access.getMetadata().getNamespace(),
        map -> AccessOwner.named(map).filter(access.getMetadata().getName()::equals).isPresent());
  }

  boolean namespacesAreWatched() {
    return namespaces.isPresent();
  }

  Optional<Namespace> namespace(String name) {
    return namespaces.flatMap(source -> get(source, new ResourceID(name)));
  }

  private Set<ResourceID> accessesOf(Secret secret) {
    Set<ResourceID> those =
        Labels.resourceOf(secret)
            .filter(name -> new Names(name).tokenSecret().equals(secret.getMetadata().getName()))
            .map(name -> named(BY_AUTH, key(secret, name)))
            .orElseGet(() -> named(BY_SECRET, nameOf(secret)));
    return AccessOwner.named(secret)
        .map(name ->
            Stream.concat(
                    those.stream(),
                    Stream.of(new ResourceID(name, secret.getMetadata().getNamespace())))
                .collect(Collectors.toSet()))
        .orElse(those);
  }

  private Set<ResourceID> accessesOf(ConfigMap map) {
    return AccessOwner.named(map)
        .map(name -> Set.of(new ResourceID(name, map.getMetadata().getNamespace())))
        .orElseGet(() ->
            Labels.resourceOf(map).map(name -> named(BY_AUTH, key(map, name))).orElse(Set.of()));
  }

  private Set<ResourceID> named(String index, String key) {
    return accesses.byIndex(index, key).stream()
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private static boolean matters(
      NatsTokenAuth now, NatsTokenAuth before, boolean secretsAreWatched) {
    return !Objects.equals(now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
        || (!secretsAreWatched && !Objects.equals(now.getStatus(), before.getStatus()));
  }

  private static <R extends HasMetadata> InformerEventSourceConfiguration.Builder<R> builder(
      Class<R> type, Function<R, Set<ResourceID>> accesses) {
    return InformerEventSourceConfiguration.from(type, NatsTokenAccess.class)
        .withName("access-" + type.getSimpleName())
        .withInformerListLimit(Watches.PAGE)
        .withSecondaryToPrimaryMapper(accesses::apply);
  }

  private static <R extends HasMetadata> InformerEventSource<R, NatsTokenAccess> source(
      EventSourceContext<NatsTokenAccess> context,
      InformerEventSourceConfiguration.Builder<R> builder) {
    return new InformerEventSource<>(builder.build(), context);
  }

  private static <R extends HasMetadata> Optional<R> get(
      InformerEventSource<R, NatsTokenAccess> source, ResourceID id) {
    Optional<R> seen = source.get(id);
    if (!source.isRunning()) {
      throw new StoppedException();
    }
    return seen;
  }

  private static String nameOf(HasMetadata object) {
    return key(object, object.getMetadata().getName());
  }

  private static String key(HasMetadata inNamespace, String name) {
    return inNamespace.getMetadata().getNamespace() + "/" + name;
  }
}
