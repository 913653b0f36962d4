package dev.natstoken.operator.kube;

import dev.natstoken.operator.api.NatsTokenAuth;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The watch of one kind. JOSDK holds what was just written until an event shows it. If it was
 * created while the watch was away, and deleted before that was back with a list, there is no event
 * of either, and a token Secret that somebody deleted would be believed in for good. So what was
 * created a while ago and was not shown since is taken for deleted. Should it be there all the
 * same, its creation is refused, and it is read.
 */
final class OwnWatch<R extends HasMetadata> extends InformerEventSource<R, NatsTokenAuth> {

  /** Longer than a watch that is half open goes unnoticed, which is 40 s. */
  private static final Duration LATEST = Duration.ofMinutes(1);

  private final InstantSource clock;

  /** When what no event has shown yet was created. */
  private final Map<ResourceID, Instant> created = new ConcurrentHashMap<>();

  OwnWatch(
      InformerEventSourceConfiguration<R> configuration,
      EventSourceContext<NatsTokenAuth> context,
      InstantSource clock) {
    super(configuration, context);
    this.clock = clock;
  }

  @Override
  public synchronized void handleRecentResourceCreate(ResourceID id, R resource) {
    created.put(id, clock.instant());
    super.handleRecentResourceCreate(id, resource);
  }

  @Override
  public void onAdd(R resource) {
    created.remove(ResourceID.fromResource(resource));
    super.onAdd(resource);
  }

  @Override
  public void onDelete(R resource, boolean unknown) {
    created.remove(ResourceID.fromResource(resource));
    super.onDelete(resource, unknown);
  }

  @Override
  public Optional<R> get(ResourceID id) {
    Instant since = created.get(id);
    if (since != null && since.plus(LATEST).isBefore(clock.instant())) {
      created.remove(id);
      // What an event showed just before it was created here is held no more.
      temporaryResourceCache.getResourceFromCache(id).ifPresent(o -> onDelete(o, true));
    }
    return super.get(id);
  }
}
