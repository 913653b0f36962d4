package dev.natstoken.operator.observed;

import dev.natstoken.operator.nats.tls.TlsLogin;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Optional;

/**
 * What a server has to show.
 *
 * @param tls how to log in, if it needs TLS
 * @param current the token that gets in; empty if only its hash is known
 * @param refused another token that must not get in
 * @param digest of the configuration that it should run
 */
public record Expectation(
    Pod pod,
    Optional<TlsLogin> tls,
    Optional<Token> current,
    Optional<Token> refused,
    String digest) {

  /** What a server of ours has to show: what its own configuration promises. */
  public static Expectation ofOwn(
      Pod pod, Optional<TlsLogin> tls, TokenState state, Configurations configurations) {
    String digest = Configurations.digest(pod.getMetadata());
    Optional<Token> current =
        state.known().stream().filter(t -> configurations.letsIn(digest, t)).findFirst();
    boolean onTarget = current.filter(state.target()::equals).isPresent();
    return new Expectation(pod, tls, current, onTarget ? state.other() : Optional.empty(), digest);
  }

  /** What an attached server has to show; nothing is known of one with an earlier block. */
  public static Optional<Expectation> ofAttached(
      Pod pod, Optional<TlsLogin> tls, TokenState state, Configurations configurations) {
    boolean newest =
        configurations.letsIn(Configurations.digest(pod.getMetadata()), state.target());
    return newest
        ? Optional.of(new Expectation(pod, tls, Optional.of(state.target()), state.other(), ""))
        : Optional.empty();
  }

  public String name() {
    return pod.getMetadata().getName();
  }

  /** What an answer is about: for another start, token or size of the set, it says nothing. */
  public Subject subject(int peers) {
    return new Subject(Start.of(pod), current, refused, digest, peers);
  }

  /**
   * One start of a server.
   *
   * @param readySince when it became ready: one that was not for a while is another server to ask
   */
  public record Start(String podUid, int restarts, String readySince) {

    public static Start of(Pod pod) {
      return new Start(
          pod.getMetadata().getUid(),
          pod.getStatus().getContainerStatuses().stream()
              .mapToInt(c -> c.getRestartCount() == null ? 0 : c.getRestartCount())
              .sum(),
          pod.getStatus().getConditions().stream()
              .filter(c -> "Ready".equals(c.getType()))
              .findFirst()
              .map(PodCondition::getLastTransitionTime)
              .orElse(""));
    }
  }

  /** See {@link #subject}. */
  public record Subject(
      Start start, Optional<Token> current, Optional<Token> refused, String digest, int peers) {}
}
