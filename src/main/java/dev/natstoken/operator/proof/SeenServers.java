package dev.natstoken.operator.proof;

import dev.natstoken.operator.nats.tls.TlsLogin;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.observed.Configurations;
import dev.natstoken.operator.observed.Rollout;
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
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The pods of one set as they were seen at the start of a reconciliation, and what each of them
 * showed when it was asked.
 */
public final class SeenServers {

  private final List<Pod> pods;
  private final Instant now;
  private final Function<Pod, Optional<TlsLogin>> tls;
  private List<Expectation> expected = List.of();
  private Map<String, Proof> proofs = Map.of();

  /**
   * The pods of one set.
   *
   * @param tls how to log in to the server in a pod, if it needs TLS
   */
  public SeenServers(Collection<Pod> pods, Instant now, Function<Pod, Optional<TlsLogin>> tls) {
    this.pods = List.copyOf(pods);
    this.now = now;
    this.tls = tls;
  }

  public List<Pod> pods() {
    return pods;
  }

  /** Asks every ready server for what its own configuration promises. */
  public void prove(Prover prover, TokenState state, Configurations configurations) {
    prove(prover, pod -> Optional.of(expectation(pod, state, configurations)));
  }

  /** Asks every ready server of which something is expected. */
  public void prove(Prover prover, Function<Pod, Optional<Expectation>> expectation) {
    expected =
        pods.stream()
            .filter(p -> Rollout.health(p, now) == Health.READY)
            .flatMap(p -> expectation.apply(p).stream())
            .toList();
    proofs = prover.logins(expected);
  }

  private Expectation expectation(Pod pod, TokenState state, Configurations configurations) {
    String digest = Configurations.digest(pod.getMetadata());
    Optional<Token> current =
        state.known().stream().filter(t -> configurations.letsIn(digest, t)).findFirst();
    boolean onTarget = current.filter(state.target()::equals).isPresent();
    Optional<Token> refused = onTarget ? state.other() : Optional.empty();
    return new Expectation(pod, tls.apply(pod), current, refused, digest);
  }

  /** The set as the rules of a rotation look at it. */
  public SetView view(
      StatefulSet set, TokenState state, Configurations configurations, boolean settled) {
    return new SetView(
        set.getSpec().getReplicas(),
        Rollout.partition(set),
        configurations.letsIn(
            Configurations.digest(set.getSpec().getTemplate().getMetadata()), state.target()),
        settled,
        pods.stream().map(p -> server(p, set, state, configurations)).toList());
  }

  private Server server(Pod pod, StatefulSet set, TokenState state, Configurations configurations) {
    return new Server(
        Rollout.ordinal(pod),
        configurations.letsIn(Configurations.digest(pod.getMetadata()), state.target()),
        Rollout.isUpdated(pod, set),
        Rollout.health(pod, now),
        isProved(pod));
  }

  private boolean isProved(Pod pod) {
    Proof proof = proofs.get(pod.getMetadata().getName());
    return proof != null && proof.suffices();
  }

  /** What the servers of a roll showed together. */
  public Proof proof(Rollout rollout, Prover prover) {
    Proof worst = logins(rollout);
    return worst instanceof Proof.Proved ? prover.routes(counted(rollout)) : worst;
  }

  /** The same without a look at their routes. */
  public Proof logins(Rollout rollout) {
    List<Expectation> counted = counted(rollout);
    boolean all = rollout.complete() && counted.size() == rollout.ready().size();
    return Proof.worst(
        Stream.concat(
                counted.stream().map(e -> proofs.get(e.name())),
                all ? Stream.empty() : Stream.of(new Proof.Pending()))
            .toList());
  }

  private List<Expectation> counted(Rollout rollout) {
    return expected.stream().filter(e -> rollout.ready().contains(e.pod())).toList();
  }

  /** The ready servers below this ordinal. */
  public List<Pod> readyBelow(int ordinal) {
    return expected.stream()
        .map(Expectation::pod)
        .filter(p -> Rollout.ordinal(p) < ordinal)
        .toList();
  }
}
