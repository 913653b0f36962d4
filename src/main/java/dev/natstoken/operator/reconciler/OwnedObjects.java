package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NetworkPolicySpec;
import dev.natstoken.operator.config.OperatorConfig;
import dev.natstoken.operator.desired.ClientService;
import dev.natstoken.operator.desired.ConfigurationMap;
import dev.natstoken.operator.desired.DisruptionBudget;
import dev.natstoken.operator.desired.HeadlessService;
import dev.natstoken.operator.desired.OperatorPods;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.Plan;
import dev.natstoken.operator.desired.ServerSet;
import dev.natstoken.operator.desired.ServersNetworkPolicy;
import dev.natstoken.operator.desired.ServersStatefulSet;
import dev.natstoken.operator.kube.Applier;
import dev.natstoken.operator.kube.Creation;
import dev.natstoken.operator.kube.PodMonitors;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.outcome.TryAgainException;
import dev.natstoken.operator.rotation.Shape;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Applies the objects of one set: what makes the servers start (configuration, StatefulSet), and
 * the rest, which makes them found and reached (Services, PodDisruptionBudget, NetworkPolicy,
 * PodMonitor, the version of the token). Each group goes side by side. Pods wait for the first; the
 * second follows the user even while a rotation holds the servers. What of it is refused is told
 * and holds nothing up: a port that is taken must not keep a former token in use.
 */
final class OwnedObjects {

  private final OperatorConfig config;
  private final PodMonitors podMonitors;
  private final Executor executor;

  OwnedObjects(OperatorConfig config, PodMonitors podMonitors, Executor executor) {
    this.config = config;
    this.podMonitors = podMonitors;
    this.executor = executor;
  }

  /**
   * Returns the StatefulSet as it then is.
   *
   * @param seen the StatefulSet upon which the shape was decided; empty: there was none
   * @param first what comes before a write of it, unless the resource is new; if it throws, it is
   *     not written
   */
  StatefulSet applyServers(
      Reconciliation about,
      Plan plan,
      Shape shape,
      long tokenGeneration,
      Optional<StatefulSet> seen,
      Runnable first) {
    ServerSet set = plan.servers().shaped(LiveSet.size(shape));
    ConfigMap configuration =
        ConfigurationMap.desired(
            set.owner(), plan.natsConf(), set.configuration().digest(), tokenGeneration);
    var written = beside(() -> about.applier().apply(ConfigMap.class, configuration));
    try {
      StatefulSet desired = ServersStatefulSet.desired(set);
      StatefulSet servers =
          seen.map(s -> shape.onDelete() ? LiveSet.leaveToTheOperator(about, s, first) : s)
              .map(s ->
                  about
                      .applier()
                      .overwriteSeen(StatefulSet.class, desired, s, about.owner()::controls, first))
              .orElseGet(() -> create(about, desired, first));
      written.result();
      return servers;
    } finally {
      written.end();
    }
  }

  /** How it should be was decided without it, if there is one. */
  private static StatefulSet create(Reconciliation about, StatefulSet desired, Runnable first) {
    if (about.resource().wasReported()) {
      first.run();
    }
    return switch (about.applier().create(StatefulSet.class, desired, about.owner()::controls)) {
      case Creation.Created<StatefulSet>(StatefulSet created) -> created;
      case Creation.Found<StatefulSet>(StatefulSet found) ->
          throw new TryAgainException(
              "StatefulSet "
                  + found.getMetadata().getName()
                  + " exists and was not seen; trying again");
    };
  }

  /**
   * What became of the objects beside the servers.
   *
   * @param note what the user should know although all is well
   * @param problem the first that only the user can mend
   */
  record Rest(Optional<String> note, Optional<Problem> problem) {}

  Rest applyTheRest(Reconciliation about, Plan plan, TokenVersion version) {
    Applier applier = about.applier();
    ServerSet set = plan.servers();
    Owner owner = about.owner();
    Service service = ClientService.desired(set, about.spec().serviceOrDefault());
    var podMonitor =
        beside(() ->
            podMonitors.follow(
                about.context().getClient(), applier, about.deleter(), owner, about.spec()));
    var rest =
        List.of(
            beside(() -> applier.apply(Service.class, service)),
            beside(() -> applier.apply(Service.class, HeadlessService.desired(set))),
            beside(() -> applier.apply(PodDisruptionBudget.class, DisruptionBudget.desired(set))),
            beside(() -> applyNetworkPolicy(about, set)),
            beside(() -> untrackClaims(about)),
            podMonitor);
    var told = beside(() -> version.follow(about));
    rest.forEach(Beside::end);
    told.end();
    Optional<Problem> problem =
        rest.stream().flatMap(each -> problem(each).stream()).findFirst().or(told::result);
    return new Rest(problem.isPresent() ? Optional.empty() : podMonitor.result(), problem);
  }

  private static Optional<Problem> problem(Beside<?> written) {
    try {
      var _ = written.result();
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(e.problem());
    }
  }

  private Optional<NetworkPolicy> applyNetworkPolicy(Reconciliation about, ServerSet set) {
    NetworkPolicySpec access = about.spec().networkPolicyOrDefault();
    if (!access.enabledOrDefault()) {
      about.deleter().remove(NetworkPolicy.class, set.names().networkPolicy());
      return Optional.empty();
    }
    var operator = new OperatorPods(config.namespace(), config.podLabels());
    return Optional.of(
        about
            .applier()
            .apply(
                NetworkPolicy.class,
                ServersNetworkPolicy.desired(
                    set, access, about.spec().allowedNamespacesOrNone(), operator)));
  }

  private static List<PersistentVolumeClaim> untrackClaims(Reconciliation about) {
    return about.own().claims().stream()
        .map(c -> about.applier().untracked(PersistentVolumeClaim.class, c))
        .toList();
  }

  private <T> Beside<T> beside(Supplier<T> work) {
    return Beside.start(executor, work);
  }
}
