package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.Plan;
import dev.natstoken.operator.desired.SeedRules;
import dev.natstoken.operator.observed.Configurations;
import dev.natstoken.operator.reconciler.OwnServersLook.Given;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * The plan that {@link OwnServersPass} follows, beside the servers that there are.
 *
 * @param changed whether there are servers with another template
 */
record OwnServersPlan(Plan plan, boolean changed) {

  /**
   * Chooses it.
   *
   * @param withSeeds the plan with a number of seeds
   */
  static OwnServersPlan of(Reconciliation about, Given given, IntFunction<Plan> withSeeds) {
    SeedRules.Chosen chosen =
        SeedRules.of(about.spec().replicasOrDefault(), withSeeds)
            .choose(p -> isLive(about, given, p), left(about, given));
    return new OwnServersPlan(chosen.plan(), given.live().isPresent() && !chosen.isLive());
  }

  private static boolean isLive(Reconciliation about, Given given, Plan plan) {
    return given.live().filter(l -> LiveSet.hasTemplateOf(about, plan.servers(), l)).isPresent();
  }

  private static Set<String> left(Reconciliation about, Given given) {
    Set<String> running =
        OwnServersLook.running(about, given.live()).stream()
            .map(p -> Configurations.digest(p.getMetadata()))
            .collect(Collectors.toSet());
    given
        .live()
        .map(l -> Configurations.digest(l.getSpec().getTemplate().getMetadata()))
        .ifPresent(running::remove);
    return running;
  }
}
