package dev.natstoken.operator.observed;

import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.rotation.Server;
import dev.natstoken.operator.rotation.Server.Health;
import dev.natstoken.operator.rotation.SetView;
import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The pods of one set as they were seen at the start of a pass, and what each of them showed when
 * it was asked.
 *
 * @param reached whether any of them could be asked, now or before
 * @param asked those that were, and what was expected of them
 * @param proofs what came of it, by the name of the pod
 */
public record SeenServers(
    List<Pod> pods,
    Instant now,
    boolean reached,
    List<Expectation> asked,
    Map<String, Proof> proofs) {

  /**
   * Before any of them is asked.
   *
   * @param reachedBefore whether any of them could be asked before
   */
  public static SeenServers unasked(Collection<Pod> pods, Instant now, boolean reachedBefore) {
    return new SeenServers(List.copyOf(pods), now, reachedBefore, List.of(), Map.of());
  }

  /** The same servers after these were asked. */
  public SeenServers answered(List<Expectation> expectations, Map<String, Proof> answers) {
    boolean answered = answers.values().stream().anyMatch(Proof::answered);
    return new SeenServers(
        pods, now, reached || answered, List.copyOf(expectations), Map.copyOf(answers));
  }

  /** Pods that are ready, whatever they run. */
  public List<Pod> ready() {
    return pods.stream().filter(p -> Rollout.health(p, now) == Health.READY).toList();
  }

  /** The ready servers below this ordinal. */
  public List<Pod> readyBelow(int ordinal) {
    return asked.stream().map(Expectation::pod).filter(p -> Rollout.ordinal(p) < ordinal).toList();
  }

  /** The set before anything is written, as the rules of a rotation look at it. */
  public SetView view(StatefulSet set, TokenState state, Configurations configurations) {
    return view(set, state, configurations, false);
  }

  /**
   * The set after everything was written.
   *
   * @param settled whether every server runs what is wanted now
   */
  public SetView view(
      StatefulSet set, TokenState state, Configurations configurations, boolean settled) {
    return new SetView(
        set.getSpec().getReplicas(),
        Rollout.partition(set),
        Rollout.isOnDelete(set),
        configurations.letsIn(
            Configurations.digest(set.getSpec().getTemplate().getMetadata()), state.target()),
        settled,
        pods.stream().map(p -> server(p, set, state, configurations)).toList());
  }

  private Server server(Pod pod, StatefulSet set, TokenState state, Configurations configurations) {
    Proof proof = proofs.get(pod.getMetadata().getName());
    return new Server(
        Rollout.ordinal(pod),
        configurations.letsIn(Configurations.digest(pod.getMetadata()), state.target()),
        Rollout.isUpdated(pod, set),
        Rollout.health(pod, now),
        proof != null && counts(proof, state));
  }

  /** Until the new token is published it takes more than that nothing speaks against a server. */
  private boolean counts(Proof proof, TokenState state) {
    boolean publishes =
        state.pending().isPresent()
            || state.overlap().filter(o -> o.startedAt().isEmpty()).isPresent();
    return publishes ? proof.allowsToPublish(reached) : proof.suffices();
  }

  /** Whether this server, replaced now, would come back with another revision; false if unknown. */
  public boolean comesBackChanged(int ordinal, StatefulSet set) {
    return pods.stream()
        .filter(p -> Rollout.ordinal(p) == ordinal)
        .anyMatch(p -> Rollout.comesBackChanged(p, set));
  }

  /** Whether one is being replaced, or was so lately that it may not have joined the others. */
  public boolean oneIsJustBack() {
    return pods.stream().anyMatch(p -> Rollout.isJustBack(p, now));
  }

  /** What the logins at the servers of a roll showed together. */
  public Proof logins(Rollout rollout) {
    List<Expectation> counted = counted(rollout);
    boolean all = rollout.there() && counted.size() == rollout.ready().size();
    return Proof.worst(
        Stream.concat(
                counted.stream().map(e -> proofs.get(e.name())),
                all ? Stream.empty() : Stream.of(new Proof.Pending(others(counted))))
            .toList());
  }

  private List<String> others(List<Expectation> counted) {
    return pods.stream()
        .filter(p -> counted.stream().noneMatch(e -> e.name().equals(p.getMetadata().getName())))
        .map(p -> p.getMetadata().getName())
        .sorted()
        .toList();
  }

  /** Those of the asked servers that count for a roll. */
  public List<Expectation> counted(Rollout rollout) {
    return asked.stream().filter(e -> rollout.ready().contains(e.pod())).toList();
  }
}
