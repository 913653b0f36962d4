package dev.natstoken.operator.kube;

import dev.natstoken.operator.access.AccessFacts;
import dev.natstoken.operator.access.AccessVersion;
import dev.natstoken.operator.access.Consent;
import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.api.NatsTokenAccessSpec.AuthRef;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.TokenSpec.ExistingSecret;
import dev.natstoken.operator.desired.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What accesses are decided by, and the Secrets and ConfigMaps that come of it.
 *
 * <ol>
 *   <li>What the caches show costs no call, and is enough as long as nothing is to be written.
 *   <li>Before a write all of it is read from the API server: first the object that is to be
 *       written, and only then what it follows from. The write fails if that object changed since.
 *       What an access that is gone has left is not taken up for it again. So an old token never
 *       comes after a newer one, and no token comes after the consent is gone, however old the
 *       caches are.
 * </ol>
 */
public final class AccessObjects {

  private final KubernetesClient client;
  private final Set<String> watchedNamespaces;
  private final AccessWatches watches;

  /**
   * Those of one operator.
   *
   * @param watchedNamespaces empty for all
   * @param served is told what is watched
   */
  public AccessObjects(
      EventSourceContext<NatsTokenAccess> context,
      boolean watchSecrets,
      Set<String> watchedNamespaces,
      ServedNamespaces served) {
    this.client = context.getClient();
    this.watchedNamespaces = watchedNamespaces;
    this.watches = new AccessWatches(context, watchSecrets, watchedNamespaces.isEmpty());
    served.watched(context.getPrimaryCache());
  }

  public List<EventSource<?, NatsTokenAccess>> sources() {
    return watches.all();
  }

  /** As far as the caches know; what is not watched is read. */
  public AccessFacts cached(NatsTokenAccess access) {
    AuthRef ref = access.specOrEmpty().authRef();
    boolean watched = isWatched(ref.namespace());
    Optional<NatsTokenAuth> auth =
        watched ? watches.auth(ref.namespace(), ref.name()) : Optional.empty();
    String namespace = access.getMetadata().getNamespace();
    return new AccessFacts(
        watched,
        auth,
        labels(auth, namespace, false),
        auth.flatMap(a -> secret(ref.namespace(), new Names(ref.name()).tokenSecret())),
        secret(namespace, access.secretName()),
        others(access, false),
        brought(auth).flatMap(name -> secret(ref.namespace(), name)),
        bringers(auth));
  }

  /** Ends the pass if the access is not as it was seen: gone, on its way, or changed. */
  public void requireSeen(NatsTokenAccess access) {
    var metadata = access.getMetadata();
    if (new Newest(client, metadata.getNamespace())
        .asSeen(NatsTokenAccess.class, access)
        .filter(a -> !a.isMarkedForDeletion())
        .isEmpty()) {
      throw SeenVersions.overtaken(access);
    }
  }

  /** As the API server itself has it, in an order that makes a write safe. */
  public AccessFacts read(NatsTokenAccess access) {
    AuthRef ref = access.specOrEmpty().authRef();
    String namespace = access.getMetadata().getNamespace();
    Optional<Secret> target = read(Secret.class, namespace, access.secretName());
    List<Secret> others = others(access, true);
    boolean watched = isWatched(ref.namespace());
    Optional<NatsTokenAuth> auth =
        watched ? read(NatsTokenAuth.class, ref.namespace(), ref.name()) : Optional.empty();
    return new AccessFacts(
        watched,
        auth,
        labels(auth, namespace, true),
        auth.flatMap(a -> read(Secret.class, ref.namespace(), new Names(ref.name()).tokenSecret())),
        target,
        others,
        brought(auth).flatMap(name -> read(Secret.class, ref.namespace(), name)),
        bringers(auth));
  }

  public boolean secretsAreWatched() {
    return watches.secretsAreWatched();
  }

  private boolean isWatched(String namespace) {
    return watchedNamespaces.isEmpty() || watchedNamespaces.contains(namespace);
  }

  private Optional<Secret> secret(String namespace, String name) {
    return watches.secretsAreWatched()
        ? watches.secret(namespace, name)
        : read(Secret.class, namespace, name);
  }

  /** Labels that decide nothing are not read. */
  private Map<String, String> labels(
      Optional<NatsTokenAuth> auth, String namespace, boolean fresh) {
    return auth.filter(a -> Consent.dependsOnLabels(a, namespace))
        .flatMap(a ->
            fresh || !watches.namespacesAreWatched()
                ? WriteRefusal.told(
                    () -> Optional.ofNullable(client.namespaces().withName(namespace).get()))
                : watches.namespace(namespace))
        .map(Namespace::getMetadata)
        .map(m -> m.getLabels())
        .orElse(Map.of());
  }

  private static Optional<String> brought(Optional<NatsTokenAuth> auth) {
    return auth.map(a -> a.specOrDefaults().tokenOrDefault().existingSecret())
        .map(ExistingSecret::name);
  }

  private List<String> bringers(Optional<NatsTokenAuth> auth) {
    return brought(auth).stream()
        .flatMap(name -> watches.asking(auth.orElseThrow().getMetadata().getNamespace(), name))
        .map(access -> access.getMetadata().getName())
        .sorted()
        .toList();
  }

  /**
   * Those of a former name. The one that was told of may have lost the label by which it is seen.
   */
  private List<Secret> others(NatsTokenAccess access, boolean fresh) {
    String namespace = access.getMetadata().getNamespace();
    Stream<String> seen = watches.secretsOf(access).map(s -> s.getMetadata().getName());
    Stream<String> told =
        Optional.ofNullable(access.statusOrNone().binding()).map(b -> b.name()).stream();
    return Stream.concat(seen, told)
        .distinct()
        .filter(name -> !name.equals(access.secretName()))
        .flatMap(name ->
            (fresh ? read(Secret.class, namespace, name) : secret(namespace, name)).stream())
        .toList();
  }

  private <T extends HasMetadata> Optional<T> read(Class<T> type, String namespace, String name) {
    return WriteRefusal.told(() ->
        Optional.ofNullable(client.resources(type).inNamespace(namespace).withName(name).get()));
  }

  /** The same for the ConfigMaps that tell of a new token. */
  public AccessVersion.Facts cachedVersions(NatsTokenAccess access) {
    AuthRef ref = access.specOrEmpty().authRef();
    return new AccessVersion.Facts(
        watches.versionMap(ref.namespace(), new Names(ref.name()).tokenVersionMap()),
        watches.versionMap(access.getMetadata().getNamespace(), access.versionMapName()),
        otherVersions(access).toList());
  }

  /** In the order of {@link #read}. */
  public AccessVersion.Facts readVersions(NatsTokenAccess access) {
    AuthRef ref = access.specOrEmpty().authRef();
    String namespace = access.getMetadata().getNamespace();
    Optional<ConfigMap> target = read(ConfigMap.class, namespace, access.versionMapName());
    List<ConfigMap> others =
        otherVersions(access)
            .flatMap(map -> read(ConfigMap.class, namespace, map.getMetadata().getName()).stream())
            .toList();
    return new AccessVersion.Facts(
        read(ConfigMap.class, ref.namespace(), new Names(ref.name()).tokenVersionMap()),
        target,
        others);
  }

  private Stream<ConfigMap> otherVersions(NatsTokenAccess access) {
    return watches
        .versionMapsOf(access)
        .filter(map -> !access.versionMapName().equals(map.getMetadata().getName()));
  }

  /** Whether an object is as desired in all that is ours. */
  public <T extends HasMetadata> boolean matches(
      T desired, T actual, Context<NatsTokenAccess> context) {
    return SSABasedGenericKubernetesResourceMatcher.<T>getInstance()
        .matches(actual, desired, context);
  }

  /** Makes the object, or changes the one that was read. */
  public <T extends HasMetadata> T write(
      T desired, Optional<T> actual, Context<NatsTokenAccess> context) {
    String manager = context.getControllerConfiguration().fieldManager();
    return unlessChanged(
        desired, () -> new ServerSideApply(client, manager).since(desired, actual));
  }

  /** Deletes the object that was read, and no other of its name. */
  public void delete(HasMetadata object) {
    var _ =
        unlessChanged(
            object,
            () ->
                client
                    .resource(object)
                    .lockResourceVersion(object.getMetadata().getResourceVersion())
                    .delete());
  }

  private static <T> T unlessChanged(HasMetadata object, Supplier<T> call) {
    return WriteRefusal.told(() -> SeenVersions.unlessOvertaken(object, call));
  }
}
