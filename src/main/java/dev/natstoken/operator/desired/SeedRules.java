package dev.natstoken.operator.desired;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which seeds the servers have, so that none restarts for the sake of them, nor because a newer
 * version of the operator has them advertise their names. The first of these that applies decides:
 *
 * <ol>
 *   <li>As long as nothing else changes, they keep theirs, whatever the size of the set: servers
 *       that are added dial the same ones, and gossip tells each of all.
 *   <li>Servers that go back to a configuration that others still run get the seeds of that one.
 *   <li>Servers that restart for another reason get those that fit the size.
 * </ol>
 */
public final class SeedRules {

  /**
   * A plan.
   *
   * @param isLive whether the template of the set is that of it already
   */
  public record Chosen(Plan plan, boolean isLive) {}

  private final List<Plan> plans;

  private SeedRules(List<Plan> plans) {
    this.plans = plans;
  }

  /**
   * The rules for a set of this size.
   *
   * @param withSeeds the plan with a number of seeds
   */
  public static SeedRules of(int replicas, IntFunction<Plan> withSeeds) {
    return new SeedRules(
        Routes.seedsFrom(replicas)
            .mapToObj(withSeeds)
            .flatMap(plan -> Stream.of(plan, plan.asBefore()))
            .toList());
  }

  /**
   * The plan to follow.
   *
   * @param isLive whether the template of the set is that of a plan already
   * @param left digests of the configurations that servers run and the template has left
   */
  public Chosen choose(Predicate<Plan> isLive, Set<String> left) {
    return kept(isLive)
        .orElseGet(() -> new Chosen(goneBackTo(left).orElseGet(this::fitting), false));
  }

  private Optional<Chosen> kept(Predicate<Plan> isLive) {
    return plans.stream().filter(isLive).findFirst().map(plan -> new Chosen(plan, true));
  }

  private Optional<Plan> goneBackTo(Set<String> left) {
    return plans.stream()
        .filter(p -> left.contains(p.servers().configuration().digest()))
        .findFirst();
  }

  private Plan fitting() {
    return plans.getFirst();
  }
}
