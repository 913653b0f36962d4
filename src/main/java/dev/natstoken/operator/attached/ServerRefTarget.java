package dev.natstoken.operator.attached;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether a StatefulSet can get its token from one resource. Each of these would end in two that
 * undo each other's change of its pod template, and so in pods that are replaced for ever:
 *
 * <ol>
 *   <li>It belongs to another controller, of our kind or of any other.
 *   <li>An older resource names it, too.
 * </ol>
 *
 * <p>Nor can it be used without names for its pods, or without pods.
 */
public record ServerRefTarget(StatefulSet set) {

  /** Kubernetes before 1.33 takes any text for the name of a StatefulSet's Service. */
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /** What to tell if there is none of this name. */
  public static Problem missing(String name) {
    return new Problem(
        Reason.ServersMissing,
        "StatefulSet "
            + name
            + " in spec.serverRef does not exist in this namespace. Create it, or make a"
            + " NatsTokenAuth that names another");
  }

  /**
   * Throws {@link ProblemException} if it cannot.
   *
   * @param all resources of the namespace
   */
  public static void check(StatefulSet set, NatsTokenAuth resource, Collection<NatsTokenAuth> all) {
    new ServerRefTarget(set).check(resource, all);
  }

  private void check(NatsTokenAuth resource, Collection<NatsTokenAuth> all) {
    controller().ifPresent(other -> refuse(Reason.ServerConfiguration, other));
    older(resource, all)
        .ifPresent(other ->
            refuse(
                Reason.ServerConfiguration,
                "has its token from NatsTokenAuth "
                    + other
                    + " already. Delete one of the two resources"));
    String service = set.getSpec().getServiceName();
    if (service == null || service.isEmpty()) {
      refuse(
          Reason.ServerConfiguration,
          "cannot be used: it needs a spec.serviceName, by which its pods have names of their own."
              + " Make it anew with one, or name another");
    }
    if (!DNS_LABEL.matcher(service).matches()) {
      refuse(
          Reason.ServerConfiguration,
          "cannot be used: its spec.serviceName is no name of a Service, so that its pods have no"
              + " names of their own. Make it anew with one, or name another");
    }
    if (set.getSpec().getReplicas() == 0) {
      refuse(
          Reason.ServersMissing,
          "has no replicas, so there is nobody who could let clients in. Scale it up; the token is"
              + " kept");
    }
  }

  private Optional<String> controller() {
    return Owner.nameOfController(set)
        .map(name ->
            "belongs to NatsTokenAuth "
                + name
                + ", by which it has a token already. Delete this resource, or name servers"
                + " that somebody else runs")
        .or(() ->
            set.getMetadata().getOwnerReferences().stream()
                .filter(r -> Boolean.TRUE.equals(r.getController()))
                .findFirst()
                .map(ServerRefTarget::belongsTo));
  }

  private static String belongsTo(OwnerReference other) {
    return "belongs to "
        + other.getKind()
        + " "
        + other.getName()
        + ", whose controller would undo the annotation by which the pods are replaced. Name a"
        + " StatefulSet without a controller";
  }

  private Optional<String> older(NatsTokenAuth resource, Collection<NatsTokenAuth> all) {
    return all.stream()
        .filter(r -> !r.isMarkedForDeletion())
        .filter(r ->
            r.specOrDefaults()
                .attachedStatefulSet()
                .filter(set.getMetadata().getName()::equals)
                .isPresent())
        .min(
            Comparator.comparing((NatsTokenAuth r) -> r.getMetadata().getCreationTimestamp())
                .thenComparing(r -> r.getMetadata().getName()))
        .map(r -> r.getMetadata().getName())
        .filter(name -> !name.equals(resource.getMetadata().getName()));
  }

  private void refuse(Reason reason, String what) {
    throw new ProblemException(reason, sentence(set, what));
  }

  private static String sentence(HasMetadata set, String what) {
    return "StatefulSet " + set.getMetadata().getName() + " in spec.serverRef " + what;
  }
}
