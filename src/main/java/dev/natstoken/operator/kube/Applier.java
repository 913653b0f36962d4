package dev.natstoken.operator.kube;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.ServerSet;
import dev.natstoken.operator.desired.ServersStatefulSet;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.outcome.Reason;
import dev.natstoken.operator.outcome.TryAgainException;
import dev.natstoken.operator.rotation.Shape;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Brings one object to its desired state by server-side apply.
 *
 * <ol>
 *   <li>An object that the cache shows and that equals the desired one in every field that is ours
 *       costs no call.
 *   <li>One that the cache does not show is created, but only if it is absent at the API server
 *       too; if it is not, it is read from there and the rules below go for it.
 *   <li>One that is not ours is left alone and reported.
 *   <li>One that is ours is applied over, and what was lost (a label, an owner reference, a field)
 *       comes back.
 * </ol>
 */
public final class Applier {

  /** Server-side apply takes this version as "must not exist yet". */
  private static final String ABSENT = "1";

  private static final int ORPHANING_SECONDS = 30;

  private final KubernetesClient client;
  private final Watches watches;
  private final Context<NatsTokenAuth> context;
  private final Owner owner;

  public Applier(
      KubernetesClient client, Watches watches, Context<NatsTokenAuth> context, Owner owner) {
    this.client = client;
    this.watches = watches;
    this.context = context;
    this.owner = owner;
  }

  /** Applies an object whose present state may simply be overwritten. */
  public <T extends HasMetadata> T apply(Class<T> type, T desired) {
    return apply(type, desired, owner::controls);
  }

  public <T extends HasMetadata> T apply(Class<T> type, T desired, Predicate<T> ours) {
    Optional<T> cached = cached(type, desired);
    Optional<T> actual = cached.isPresent() ? cached : createOrRead(type, desired, ours);
    if (actual.isEmpty()) {
      return cached(type, desired).orElse(desired);
    }
    return update(type, desired, actual.get(), ours, false);
  }

  /** What the API server itself has under this name; null if nothing. */
  public <T extends HasMetadata> T read(Class<T> type, String name) {
    return client.resources(type).inNamespace(owner.namespace()).withName(name).get();
  }

  /** Removes an object of ours that is wanted no more. */
  public <T extends HasMetadata> void remove(Class<T> type, String name) {
    watches
        .get(type, owner.namespace(), name)
        .filter(owner::controls)
        .ifPresent(object -> client.resource(object).delete());
  }

  /**
   * Creates the object if the API server has none of this name.
   *
   * @return empty when it was created, otherwise what stands there, known to be ours
   */
  public <T extends HasMetadata> Optional<T> createOrRead(
      Class<T> type, T desired, Predicate<T> ours) {
    desired.getMetadata().setResourceVersion(ABSENT);
    try {
      remember(type, serverSideApply(desired), Optional.empty());
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    } finally {
      desired.getMetadata().setResourceVersion(null);
    }
    T actual = client.resource(desired).get();
    if (actual == null) {
      throw new TryAgainException(
          describe(desired) + " came and went while it was created; trying again");
    }
    requireOurs(actual, ours);
    return Optional.of(actual);
  }

  /**
   * Applies over an object that exists, unless it matches.
   *
   * @param locked whether the write must fail if the object changed since {@code actual} was read
   */
  public <T extends HasMetadata> T update(
      Class<T> type, T desired, T actual, Predicate<T> ours, boolean locked) {
    requireOurs(actual, ours);
    if (matches(desired, actual)) {
      return actual;
    }
    if (locked) {
      desired.getMetadata().setResourceVersion(actual.getMetadata().getResourceVersion());
    }
    try {
      RenumberedPorts.mend(client, desired, actual);
      T written = serverSideApply(desired);
      remember(type, written, Optional.of(actual));
      return written;
    } finally {
      desired.getMetadata().setResourceVersion(null);
    }
  }

  /** Whether the StatefulSet differs from the desired one in nothing but its shape and labels. */
  public boolean hasTemplateOf(ServerSet desired, StatefulSet actual) {
    ServerSet sameShape = desired.shaped(actual.getSpec().getReplicas(), Rollout.partition(actual));
    StatefulSet wanted = ServersStatefulSet.desired(sameShape);
    wanted.getMetadata().setLabels(common(wanted, actual));
    return matches(wanted, actual);
  }

  private static Map<String, String> common(HasMetadata wanted, HasMetadata actual) {
    Map<String, String> labels = new HashMap<>(wanted.getMetadata().getLabels());
    labels.entrySet().retainAll(actual.getMetadata().getLabels().entrySet());
    return labels;
  }

  /** Changes size and partition alone; the template stays, whatever it should be by now. */
  public StatefulSet reshape(StatefulSet actual, Shape shape) {
    requireOurs(actual, owner::controls);
    if (actual.getSpec().getReplicas() == shape.replicas()
        && Rollout.partition(actual) == shape.partition()) {
      return actual;
    }
    String patch =
        "{\"spec\":{\"replicas\":%d,\"updateStrategy\":{\"rollingUpdate\":{\"partition\":%d}}}}"
            .formatted(shape.replicas(), shape.partition());
    StatefulSet written =
        client
            .apps()
            .statefulSets()
            .inNamespace(owner.namespace())
            .withName(actual.getMetadata().getName())
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.JSON_MERGE)
                    .withFieldManager(context.getControllerConfiguration().fieldManager())
                    .build(),
                patch);
    remember(StatefulSet.class, written, Optional.of(actual));
    return written;
  }

  /**
   * Makes a StatefulSet anew around its pods, which do not notice: for what cannot be changed in
   * it. Should this end between the two writes, the next look finds no StatefulSet and creates it.
   */
  public void remake(StatefulSet actual, ServerSet set) {
    var resource = client.resource(actual);
    resource.withPropagationPolicy(DeletionPropagation.ORPHAN).delete();
    resource.waitUntilCondition(Objects::isNull, ORPHANING_SECONDS, TimeUnit.SECONDS);
    createOrRead(StatefulSet.class, ServersStatefulSet.desired(set), owner::controls);
  }

  private <T extends HasMetadata> boolean matches(T desired, T actual) {
    return SSABasedGenericKubernetesResourceMatcher.<T>getInstance()
        .matches(actual, desired, context);
  }

  private <T extends HasMetadata> Optional<T> cached(Class<T> type, T desired) {
    return watches.get(type, owner.namespace(), desired.getMetadata().getName());
  }

  private <T extends HasMetadata> T serverSideApply(T desired) {
    try {
      return client
          .resource(desired)
          .fieldManager(context.getControllerConfiguration().fieldManager())
          .forceConflicts()
          .serverSideApply();
    } catch (KubernetesClientException e) {
      throw Redaction.of(e, desired);
    }
  }

  private <T extends HasMetadata> void remember(Class<T> type, T written, Optional<T> before) {
    watches.remember(type, written, before);
  }

  private <T extends HasMetadata> void requireOurs(T actual, Predicate<T> ours) {
    if (ours.test(actual)) {
      return;
    }
    if (owner.predecessorControls(actual)) {
      throw new TryAgainException(
          describe(actual)
              + " still belongs to a deleted NatsTokenAuth of this name; waiting for the garbage"
              + " collector");
    }
    throw new ProblemException(
        Reason.NameConflict,
        describe(actual)
            + " exists and does not belong to this NatsTokenAuth; it is left alone. "
            + (madeHere(actual)
                ? "The operator made it, and somebody took its labels or its owner away: put them"
                    + " back, or delete it to have it made anew, which restarts servers that use it"
                : "Rename or delete it, or give the NatsTokenAuth another name"));
  }

  private boolean madeHere(HasMetadata object) {
    String manager = context.getControllerConfiguration().fieldManager();
    return object.getMetadata().getManagedFields().stream()
        .anyMatch(f -> manager.equals(f.getManager()));
  }

  private static String describe(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }
}
