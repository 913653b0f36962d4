package dev.natstoken.operator.attached;

import dev.natstoken.operator.desired.ClientAccess;
import dev.natstoken.operator.nats.tls.TlsLogin;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;

/**
 * Whether servers that somebody else runs want TLS. They themselves know best: a changed nats.conf
 * counts for them from their next start on. While none of them answers, what was published stays.
 *
 * @param said whether it wants TLS, by the name of the pod, of those that answered
 * @param otherwise for those that did not
 */
public record AttachedTls(Map<String, Boolean> said, boolean otherwise) {

  /**
   * Of these servers.
   *
   * @param published where clients were sent, if they were
   * @param configured whether nats.conf wants TLS, which decides until a first server answers
   */
  public static AttachedTls of(
      Map<String, Boolean> said, Optional<String> published, boolean configured) {
    return new AttachedTls(
        said, published.map(endpoint -> endpoint.startsWith("tls://")).orElse(configured));
  }

  /** As long as one server does without, a client must be able to. */
  public ClientAccess access() {
    return ClientAccess.direct(
        said.isEmpty() ? otherwise : said.values().stream().allMatch(wants -> wants));
  }

  /** Whose certificate it should be is not known; who it is, its address says. */
  public Optional<TlsLogin> login(Pod pod) {
    return said.getOrDefault(pod.getMetadata().getName(), otherwise)
        ? Optional.of(TlsLogin.unjudged(Optional.empty()))
        : Optional.empty();
  }
}
