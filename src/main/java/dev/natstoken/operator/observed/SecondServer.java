package dev.natstoken.operator.observed;

import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.desired.Owner;
import java.util.Optional;

/**
 * Whether a second server may stand in while the token of a single one changes. The first of these
 * that applies speaks against it:
 *
 * <ol>
 *   <li>The user does not want it.
 *   <li>A single server with JetStream is no NATS cluster, because one that joins a cluster would
 *       lose its streams.
 *   <li>Clients with TLS could not verify it. The certificate is good for the server that there is,
 *       so this is no problem of the resource.
 * </ol>
 *
 * @param hindrance what speaks against it
 */
public record SecondServer(Optional<String> hindrance) {

  /** For a set of any size; it matters for a single server only. */
  public static SecondServer of(NatsTokenAuthSpec spec, Owner owner, Certificates certificates) {
    String host = owner.names().podHost(1, owner.namespace());
    if (!spec.rotationOrDefault().surgeOrDefault()) {
      return new SecondServer(Optional.of("spec.rotation.surge is false"));
    } else if (spec.jetstreamIfAny().isPresent()) {
      return new SecondServer(Optional.of("with JetStream no second one can stand in for it"));
    } else if (certificates.clients().filter(c -> !c.isValidFor(host)).isPresent()) {
      return new SecondServer(
          Optional.of(
              "no second one can stand in for it, because the certificate of spec.tls is not valid"
                  + " for "
                  + host));
    }
    return new SecondServer(Optional.empty());
  }

  /**
   * How many servers count as replicas: the second one is there for a rotation alone, also if the
   * user has changed his mind since.
   */
  public static int counted(int replicas, int servers) {
    return replicas == 1 && servers == 2 ? 1 : servers;
  }

  public boolean possible() {
    return hindrance.isEmpty();
  }

  /** What the user should know who may count on it; nothing where no overlap is wanted. */
  public Optional<String> note(NatsTokenAuthSpec spec) {
    boolean counts =
        spec.replicasOrDefault() == 1 && !spec.rotationOrDefault().overlapOrDefault().isZero();
    return hindrance
        .filter(_ -> counts)
        .map(why -> "a new token cuts its clients while it restarts: " + why);
  }
}
