package dev.natstoken.operator.attached;

import dev.natstoken.operator.desired.ClientAccess;
import dev.natstoken.operator.nats.tls.Authorities;
import dev.natstoken.operator.nats.tls.TlsLogin;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether servers that somebody else runs have TLS. What a server says of it before any handshake
 * is said in clear, and may be another one's word.
 *
 * <ol>
 *   <li>What was published with TLS stays so, unless nats.conf could be read and wants none: then
 *       until a first server says that it does without.
 *   <li>What was published without it goes over when every server that answers wants it.
 *   <li>Where nothing was published yet, nats.conf decides, or the servers where it could not be
 *       read.
 *   <li>A token goes to no server without TLS where clients are told of it, where nats.conf wants
 *       it, or where the user names an authority for it.
 * </ol>
 *
 * @param said whether it wants TLS, by the name of the pod, of those that answered
 * @param published whether clients were sent there with TLS, if they were sent
 * @param configured whether nats.conf wants TLS; empty if it could not be read to its end
 * @param authorities who vouches for their certificates, as far as the user says
 */
public record AttachedTls(
    Map<String, Boolean> said,
    Optional<Boolean> published,
    Optional<Boolean> configured,
    Authorities authorities) {

  /** What clients are told. */
  public ClientAccess access() {
    return new ClientAccess(isPublic(), Optional.empty(), authorities.text());
  }

  private boolean isPublic() {
    boolean all = !said.isEmpty() && said.values().stream().allMatch(wants -> wants);
    if (published.isEmpty()) {
      return configured.orElse(all);
    } else if (published.get()) {
      return configured.orElse(true) || said.isEmpty() || all;
    }
    return all;
  }

  /** How to log in. The names of its certificate are those under which clients find it. */
  public Optional<TlsLogin> login(Pod pod, AttachedServers servers) {
    String name = pod.getMetadata().getName();
    boolean needed =
        isPublic()
            || configured.orElse(false)
            || !authorities.equals(Authorities.NONE)
            || said.getOrDefault(name, false);
    return needed
        ? Optional.of(
            TlsLogin.to(
                    Optional.empty(),
                    authorities,
                    List.of(name + "." + servers.host(), servers.host()))
                .onItsWay())
        : Optional.empty();
  }
}
