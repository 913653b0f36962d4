package dev.natstoken.operator.observed;

import dev.natstoken.operator.desired.FileStoreClaim;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.nats.config.ConfigDigest;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What counts as a resource's own. Labels only find objects: whoever may write one may copy them.
 *
 * <ol>
 *   <li>A pod counts as a server if its controller is the live StatefulSet, by uid, and its name is
 *       that of the set, a hyphen and an ordinal. While there is no such set, as when it is made
 *       anew around its pods, none does.
 *   <li>A claim counts by its exact name, unless something else than its server or the set controls
 *       it.
 *   <li>What may outlive its owner, a token Secret and the authorization block of attached servers,
 *       counts if the resource controls it, or if it has no owner. So does the ConfigMap with the
 *       version of the token, of which nothing is believed.
 *   <li>Everything else counts if the resource controls it, by uid, under a name that the operator
 *       gives to this kind. What nothing controls is taken up first, or not: see {@link Orphans}.
 *   <li>What does not count and carries the labels all the same is a lookalike, unless it is about
 *       to go, or about to be taken up by the StatefulSet.
 * </ol>
 *
 * @param setUid of the live StatefulSet
 */
public record Ownership(Owner owner, Optional<String> setUid) {

  private static final String STATEFUL_SET = "StatefulSet";

  public static Ownership of(Owner owner, Optional<StatefulSet> live) {
    return new Ownership(owner, live.map(s -> s.getMetadata().getUid()));
  }

  public boolean counts(HasMetadata object) {
    String name = object.getMetadata().getName();
    var names = owner.names();
    return switch (object) {
      case Pod pod -> isServer(pod);
      case PersistentVolumeClaim claim -> isClaim(claim);
      case Secret _ when name.equals(names.tokenSecret()) -> owner.controlsOrLeft(object);
      case ConfigMap _
          when name.equals(names.authorizationMap()) || name.equals(names.tokenVersionMap()) ->
          owner.controlsOrLeft(object);
      default -> goesWithItsOwner(object) && owner.controls(object);
    };
  }

  /** Whether its owner left it: it has labels and name of an object of ours, and no controller. */
  public boolean isOrphan(HasMetadata object) {
    return goesWithItsOwner(object)
        && owner.isLeft(object)
        && object.getMetadata().getDeletionTimestamp() == null;
  }

  /** Whether it has the name of an object of ours of this kind that never outlives its owner. */
  private boolean goesWithItsOwner(HasMetadata object) {
    String name = object.getMetadata().getName();
    var names = owner.names();
    return switch (object) {
      case Secret _ -> name.equals(names.routesSecret());
      case ConfigMap map -> isConfiguration(map);
      case Service _ -> name.equals(names.service()) || name.equals(names.headlessService());
      case StatefulSet _ -> name.equals(names.statefulSet());
      case NetworkPolicy _ -> name.equals(names.networkPolicy());
      case PodDisruptionBudget _ -> name.equals(names.disruptionBudget());
      default -> false;
    };
  }

  /** Whether it has the labels and nothing else of an object of ours, and will not change that. */
  public boolean isLookalike(HasMetadata object) {
    return !counts(object)
        && object.getMetadata().getDeletionTimestamp() == null
        && !owner.predecessorControls(object)
        && !isAdoptable(object);
  }

  /**
   * Whether the StatefulSet controller takes up this pod, or did and the set is not known yet: it
   * is on its own after a set was deleted without its pods.
   */
  public boolean isAdoptable(HasMetadata object) {
    return object instanceof Pod pod
        && !isServer(pod)
        && pod.getMetadata().getDeletionTimestamp() == null
        && ordinal(pod).isPresent()
        && pod.getMetadata().getLabels().entrySet().containsAll(Labels.of(owner.name()).entrySet())
        && controller(pod).filter(r -> !isNamedLikeTheSet(r)).isEmpty();
  }

  private boolean isServer(Pod pod) {
    return setUid.filter(uid -> isServerOf(pod, owner.names().statefulSet(), uid)).isPresent();
  }

  /** Whether this StatefulSet, whoever runs it, controls the pod and gave it its name. */
  public static boolean isServerOf(Pod pod, String set, String uid) {
    return ServerName.ordinal(set, pod.getMetadata().getName()).isPresent()
        && controller(pod).filter(r -> uid.equals(r.getUid())).isPresent();
  }

  /** One that is marked with another digest than it is named by would stand for two. */
  private boolean isConfiguration(ConfigMap map) {
    String name = map.getMetadata().getName();
    String digest = Configurations.digest(map.getMetadata());
    return owner.names().isConfigMap(name)
        && (!ConfigDigest.is(digest) || name.equals(owner.names().configMap(digest)));
  }

  private boolean isClaim(PersistentVolumeClaim claim) {
    Optional<String> server = FileStoreClaim.server(claim);
    return server.filter(s -> ServerName.ordinal(set(), s).isPresent()).isPresent()
        && controller(claim)
            .filter(r -> !isNamedLikeTheSet(r))
            .filter(r -> !("Pod".equals(r.getKind()) && r.getName().equals(server.get())))
            .isEmpty();
  }

  private boolean isNamedLikeTheSet(OwnerReference reference) {
    return STATEFUL_SET.equals(reference.getKind()) && set().equals(reference.getName());
  }

  private OptionalInt ordinal(Pod pod) {
    return ServerName.ordinal(set(), pod.getMetadata().getName());
  }

  private String set() {
    return owner.names().statefulSet();
  }

  private static Optional<OwnerReference> controller(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(r -> Boolean.TRUE.equals(r.getController()))
        .findFirst();
  }
}
