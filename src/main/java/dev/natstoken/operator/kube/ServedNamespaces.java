package dev.natstoken.operator.kube;

import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.api.NatsTokenAuth;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The namespaces that have the token of a NatsTokenAuth by an access: its owner allowed them, and
 * they asked for it. There are none until the accesses are watched.
 */
public final class ServedNamespaces {

  private volatile Optional<IndexerResourceCache<NatsTokenAccess>> accesses = Optional.empty();

  void watched(IndexerResourceCache<NatsTokenAccess> watched) {
    this.accesses = Optional.of(watched);
  }

  /** Sorted by name. */
  public Set<String> of(NatsTokenAuth auth) {
    var metadata = auth.getMetadata();
    String key = metadata.getNamespace() + "/" + metadata.getName();
    return accesses.stream()
        .flatMap(cache -> cache.byIndex(AccessWatches.BY_AUTH, key).stream())
        .filter(access -> access.statusOrNone().binding() != null)
        .map(access -> access.getMetadata().getNamespace())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
