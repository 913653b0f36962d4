package dev.natstoken.operator.kube;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.outcome.Problem;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which installation of the operator looks after a namespace, where several watch it. A Lease in
 * the namespace says so:
 *
 * <ol>
 *   <li>Nobody's is taken.
 *   <li>Ours is renewed by a pass, about once per resync. It belongs to the installation and not to
 *       a pod: the next pod goes on with it.
 *   <li>Somebody else's is respected until nobody has renewed it for as long as it says, by our own
 *       clock.
 *   <li>At an orderly end ours is cut short. The last passes end within that time.
 *   <li>Where Leases may not be used, nobody is respected, which is said in the log. Where nobody
 *       can tell, the pass ends and is tried again.
 * </ol>
 *
 * <p>Whoever may write Leases in the namespace can keep the operator out of it, and out of no
 * other. So its words are shown as what they are, cut, and its time has a limit.
 *
 * <p>It is an event source only to be told of the end.
 */
public final class NamespaceLeases extends AbstractEventSource<Lease, NatsTokenAuth> {

  public static final String NAME = "natstokenauths.natstoken.dev";

  /** When somebody who stands back looks again. */
  public static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(NamespaceLeases.class);

  private static final Duration LEAST = Duration.ofMinutes(1);
  private static final int AT_THE_END_SECONDS = 15;

  /** More than any operator with a resync of a few hours asks for. */
  private static final Duration MOST = Duration.ofDays(1);

  /**
   * What is known of one namespace.
   *
   * @param other who looks after it, if it is not we
   * @param mark changes whenever the Lease is renewed
   * @param since when this mark was first seen
   * @param good until when all this need not be looked at again
   */
  private record Known(Optional<String> other, String mark, Instant since, Instant good) {}

  private final KubernetesClient client;
  private final Clock clock;
  private final String installation;
  private final Duration renewal;
  private final Map<String, Known> namespaces = new ConcurrentHashMap<>();
  private final Map<String, Object> locks = new ConcurrentHashMap<>();
  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * The Leases of one operator.
   *
   * @param installation its name among installations, the same for each of its pods
   */
  public NamespaceLeases(
      KubernetesClient client, Clock clock, String installation, Duration resync) {
    super(Lease.class, "namespace-leases");
    this.client = client;
    this.clock = clock;
    this.installation = installation;
    this.renewal = Collections.max(List.of(resync, LEAST));
  }

  /** The installation that looks after this namespace, if it is not this one. */
  public Optional<String> other(String namespace) {
    synchronized (locks.computeIfAbsent(namespace, _ -> new Object())) {
      Known before = namespaces.get(namespace);
      if (before != null && clock.instant().isBefore(before.good())) {
        return before.other();
      }
      Known now = look(namespace, Optional.ofNullable(before));
      namespaces.put(namespace, now);
      return now.other();
    }
  }

  private Known look(String namespace, Optional<Known> before) {
    try {
      return decide(namespace, before);
    } catch (KubernetesClientException e) {
      boolean forbidden = e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
      if (forbidden && !warned.getAndSet(true)) {
        log.warn(
            "Leases may not be used, so another operator beside this one is not noticed: {}",
            e.getMessage());
      }
      boolean lost = e.getCode() == HttpURLConnection.HTTP_CONFLICT;
      if (before.isEmpty() && !forbidden && !lost) {
        throw WriteRefusal.thrown(e);
      }
      // Whoever was first goes on; whoever stood back, or lost a race, looks again.
      Optional<String> other =
          lost ? Optional.of("another one") : before.flatMap(Known::other).filter(_ -> !forbidden);
      Instant now = clock.instant();
      return new Known(other, "", now, now.plus(LOOK_AGAIN));
    }
  }

  private Known decide(String namespace, Optional<Known> before) {
    Optional<Lease> lease = Optional.ofNullable(lease(namespace).get());
    if (lease.isEmpty()) {
      client.resource(ours(namespace)).create();
      return held();
    }
    String holder = Optional.ofNullable(lease.get().getSpec().getHolderIdentity()).orElse("");
    if (holder.isBlank() || holder.equals(installation)) {
      return taken(lease.get());
    }
    String shown = Problem.reported(holder);
    String mark = shown + lease.get().getSpec().getRenewTime();
    Instant now = clock.instant();
    Instant since = before.filter(b -> b.mark().equals(mark)).map(Known::since).orElse(now);
    if (!since.plus(duration(lease.get())).isAfter(now)) {
      log.info("Looking after namespace {} from now on, in place of {}", namespace, shown);
      return taken(lease.get());
    }
    return new Known(Optional.of(shown), mark, since, now.plus(LOOK_AGAIN));
  }

  /** How long it is respected without being renewed. */
  static Duration duration(Lease lease) {
    Integer seconds = lease.getSpec().getLeaseDurationSeconds();
    Duration told = Duration.ofSeconds(seconds == null ? AT_THE_END_SECONDS : seconds);
    return Collections.min(List.of(told, MOST));
  }

  private Known held() {
    Instant now = clock.instant();
    return new Known(Optional.empty(), "", now, now.plus(renewal));
  }

  /** Fails with a conflict if somebody else was faster. */
  private Known taken(Lease lease) {
    write(lease, (int) renewal.multipliedBy(2).plus(LEAST).toSeconds());
    return held();
  }

  private void write(Lease lease, int seconds) {
    Lease renewed =
        new LeaseBuilder()
            .withNewMetadata()
            .withResourceVersion(lease.getMetadata().getResourceVersion())
            .endMetadata()
            .withNewSpec()
            .withHolderIdentity(installation)
            .withRenewTime(now())
            .withLeaseDurationSeconds(seconds)
            .endSpec()
            .build();
    lease(lease.getMetadata().getNamespace())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            client.getKubernetesSerialization().asJson(renewed));
  }

  private Lease ours(String namespace) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(NAME)
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(installation)
        .withAcquireTime(now())
        .withRenewTime(now())
        .withLeaseDurationSeconds((int) renewal.multipliedBy(2).plus(LEAST).toSeconds())
        .endSpec()
        .build();
  }

  private ZonedDateTime now() {
    return clock.instant().atZone(ZoneOffset.UTC);
  }

  private Resource<Lease> lease(String namespace) {
    return client.leases().inNamespace(namespace).withName(NAME);
  }

  @Override
  public Set<Lease> getSecondaryResources(NatsTokenAuth primary) {
    return Set.of();
  }

  @Override
  public void stop() {
    super.stop();
    namespaces.entrySet().parallelStream()
        .filter(e -> e.getValue().other().isEmpty())
        .forEach(e -> cutShort(e.getKey()));
  }

  private void cutShort(String namespace) {
    try {
      Optional.ofNullable(lease(namespace).get())
          .filter(l -> installation.equals(l.getSpec().getHolderIdentity()))
          .ifPresent(l -> write(l, AT_THE_END_SECONDS));
    } catch (KubernetesClientException | IllegalStateException | RejectedExecutionException e) {
      // The latter two from a client that is closed already, or about to be.
      log.debug("The Lease of namespace {} will run out by itself: {}", namespace, e.getMessage());
    }
  }
}
