package dev.natstoken.operator.kube;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.observed.Orphans;
import dev.natstoken.operator.observed.Ownership;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the watches show of one resource, without what merely looks like it: see {@link Ownership}.
 * There is no other way to a list of theirs.
 */
public final class OwnObjects {

  private final Watches watches;
  private final NatsTokenAuth resource;
  private final Owner owner;

  public OwnObjects(Watches watches, NatsTokenAuth resource, Owner owner) {
    this.watches = watches;
    this.resource = resource;
    this.owner = owner;
  }

  /** The pods of this StatefulSet; none if there is none. */
  public List<Pod> servers(Optional<StatefulSet> live) {
    return those(Pod.class, Ownership.of(owner, live));
  }

  /** Pods that the StatefulSet has yet to take up. */
  public List<Pod> adoptable(Optional<StatefulSet> live) {
    Ownership ownership = Ownership.of(owner, live);
    return watches.labelled(Pod.class, resource).filter(ownership::isAdoptable).toList();
  }

  /** Without the one that tells the version of the token. */
  public List<ConfigMap> configurations() {
    return those(ConfigMap.class, ofNoSet());
  }

  public List<PersistentVolumeClaim> claims() {
    return those(PersistentVolumeClaim.class, ofNoSet());
  }

  /** What nothing controls any more; the Secret of the routes is looked for by its name. */
  public Orphans orphans() {
    return Orphans.of(
        owner,
        watches.labelled(resource).toList(),
        WriteRefusal.told(
            () -> watches.get(Secret.class, owner.namespace(), owner.names().routesSecret())));
  }

  /** What has our labels and is none of ours. */
  public List<HasMetadata> lookalikes() {
    Ownership ownership = Ownership.of(owner, set());
    return watches.labelled(resource).filter(ownership::isLookalike).toList();
  }

  /** Of these objects, read from the API server, those that the watches would show. */
  public <T extends HasMetadata> List<T> those(Collection<T> read, Optional<StatefulSet> live) {
    return those(read.stream(), Ownership.of(owner, live));
  }

  private Optional<StatefulSet> set() {
    return watches
        .get(StatefulSet.class, owner.namespace(), owner.names().statefulSet())
        .filter(owner::controls);
  }

  private Ownership ofNoSet() {
    return Ownership.of(owner, Optional.empty());
  }

  private <T extends HasMetadata> List<T> those(Class<T> type, Ownership ownership) {
    return those(watches.labelled(type, resource), ownership);
  }

  private <T extends HasMetadata> List<T> those(Stream<T> objects, Ownership ownership) {
    String version = owner.names().tokenVersionMap();
    return objects
        .filter(ownership::counts)
        .filter(o -> !(o instanceof ConfigMap && o.getMetadata().getName().equals(version)))
        .toList();
  }
}
