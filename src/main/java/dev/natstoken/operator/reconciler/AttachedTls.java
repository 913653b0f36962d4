package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.ClientAccess;
import dev.natstoken.operator.nats.TlsLogin;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;

/**
 * Whether servers that somebody else runs want TLS. They themselves know best: a changed nats.conf
 * counts for them from their next start on. Where none of them answers, nats.conf decides.
 *
 * @param said whether it wants TLS, by the name of the pod, of those that answered
 * @param configured whether nats.conf says so
 */
record AttachedTls(Map<String, Boolean> said, boolean configured) {

  /** As long as one server does without, a client must be able to. */
  ClientAccess access() {
    return ClientAccess.direct(
        said.isEmpty() ? configured : said.values().stream().allMatch(wants -> wants));
  }

  /** Whose certificate it should be is not known; who it is, its address says. */
  Optional<TlsLogin> login(Pod pod) {
    return said.getOrDefault(pod.getMetadata().getName(), configured)
        ? Optional.of(TlsLogin.unjudged(Optional.empty()))
        : Optional.empty();
  }
}
