package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.attached.AttachedServers;
import dev.natstoken.operator.attached.ServerRefTarget;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.observed.Configurations;
import dev.natstoken.operator.outcome.ProblemException;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;

/**
 * The StatefulSet that spec.serverRef names, and its pods. They carry none of our labels, so no
 * watch shows them: they are read from the API server.
 */
final class AttachedSet {

  private AttachedSet() {}

  /** Reads them; throws {@link ProblemException} if they are not there, or cannot be used. */
  static AttachedServers read(Reconciliation about) {
    String name = about.spec().attachedStatefulSet().orElseThrow();
    StatefulSet set =
        about
            .applier()
            .newest()
            .read(StatefulSet.class, name)
            .orElseThrow(() -> new ProblemException(ServerRefTarget.missing(name)));
    ServerRefTarget.check(
        set,
        about.resource(),
        about.context().getPrimaryCache().list(about.owner().namespace()).toList());
    return AttachedServers.of(set, about.applier().newest().pods(set.getSpec().getSelector()));
  }

  /**
   * Has the StatefulSet replace its pods, as {@code kubectl rollout restart} does.
   *
   * @param first what comes before the write; if it throws, nothing is written
   */
  static AttachedServers mark(
      Reconciliation about, AttachedServers servers, String digest, Runnable first) {
    StatefulSet set = servers.set();
    if (digest.equals(Configurations.digest(set.getSpec().getTemplate().getMetadata()))) {
      return servers;
    }
    String spec =
        "{\"template\":{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}}"
            .formatted(Labels.CONFIG_DIGEST, digest);
    return servers.with(about.applier().patches().spec(StatefulSet.class, set, spec, first));
  }
}
