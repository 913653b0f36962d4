package dev.natstoken.operator.proof;

import dev.natstoken.operator.nats.tls.TlsLogin;
import dev.natstoken.operator.nats.token.Token;
import io.fabric8.kubernetes.api.model.Pod;
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

  String name() {
    return pod.getMetadata().getName();
  }

  /** What an answer is about: for another start, token or size of the set, it says nothing. */
  Subject subject(int peers) {
    return new Subject(Start.of(pod), current, refused, digest, peers);
  }

  /** One start of a server. */
  record Start(String podUid, int restarts) {

    static Start of(Pod pod) {
      return new Start(
          pod.getMetadata().getUid(),
          pod.getStatus().getContainerStatuses().stream()
              .mapToInt(c -> c.getRestartCount() == null ? 0 : c.getRestartCount())
              .sum());
    }
  }

  /** See {@link #subject}. */
  record Subject(
      Start start, Optional<Token> current, Optional<Token> refused, String digest, int peers) {}
}
