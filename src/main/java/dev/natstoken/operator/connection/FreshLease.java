package dev.natstoken.operator.connection;

import dev.natstoken.operator.config.OperatorConfig;
import java.net.HttpURLConnection;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Lets no write leave while another operator may lead. The leader election looks at its clock
 * between its own requests alone: a process that stood still for longer than its lease, as by a
 * long collection of garbage or a suspended machine, would go on with what it saw before.
 *
 * <ol>
 *   <li>A write leaves if the lease was renewed in the last ten seconds. Others respect it for
 *       fifteen: a request that takes longer than what lies between has been given up by then.
 *   <li>A renewal counts, when it has succeeded, from the moment at which its read of the lease was
 *       begun: this is what it writes down as its time.
 *   <li>What passed is the longer of what the wall clock says, which may be set back, and of what
 *       the machine's own says, which stands still while a machine is suspended.
 *   <li>Free are the lease itself, Events, which are words, and questions about rights.
 *   <li>Whoever gave the lease up writes nothing any more, whatever becomes of it.
 * </ol>
 *
 * <p>What has left cannot be called back: a write that the network or the API server holds for
 * longer may still be late.
 */
public final class FreshLease {

  /** For so long others respect a lease that is not renewed. */
  public static final Duration LEASE = Duration.ofSeconds(15);

  private static final Duration FRESH = LEASE.minus(ApiConnection.LONGEST_REQUEST);

  private static final Set<String> READS = Set.of("GET", "HEAD");

  private record Moment(Instant wall, long nanos) {}

  private final boolean needed;
  private final String leases;
  private final String lease;
  private final InstantSource wall;
  private final LongSupplier nanos;
  private Optional<Moment> asked = Optional.empty();
  private boolean read;
  private boolean missing;
  private Optional<Moment> renewed = Optional.empty();
  private boolean givenUp;

  private FreshLease(
      boolean needed, String leases, String name, InstantSource wall, LongSupplier nanos) {
    this.needed = needed;
    this.leases = leases;
    this.lease = leases + "/" + name;
    this.wall = wall;
    this.nanos = nanos;
  }

  /** For a client that writes without one. */
  static FreshLease notNeeded() {
    return new FreshLease(false, "", "", InstantSource.fixed(Instant.EPOCH), () -> 0);
  }

  /**
   * For the lease of this configuration, if it wants one.
   *
   * @param nanos those of the machine, as {@link System#nanoTime} tells them
   */
  public static FreshLease of(OperatorConfig config, InstantSource wall, LongSupplier nanos) {
    String leases = "/apis/coordination.k8s.io/v1/namespaces/" + config.namespace() + "/leases";
    return new FreshLease(config.leaderElection(), leases, config.leaseName(), wall, nanos);
  }

  /** Whether this request reads or renews the lease itself. */
  boolean isKeptBy(HttpRequest request) {
    return path(request).equals(lease) || path(request).equals(leases);
  }

  /** Takes a request down that begins; returns why it may not, if so. */
  synchronized Optional<String> refusal(HttpRequest request) {
    if (isRead(request)) {
      if (path(request).equals(lease) && (asked.isEmpty() || read)) {
        asked = Optional.of(now());
        read = false;
      }
      return Optional.empty();
    }
    if (!needed || isFree(path(request))) {
      return Optional.empty();
    }
    if (givenUp) {
      return Optional.of("The lease was given up, so nothing is written any more");
    }
    return renewed.map(this::since).filter(age -> age.compareTo(FRESH) < 0).isPresent()
        ? Optional.empty()
        : Optional.of(
            "The lease "
                + renewed.map(r -> "was not renewed for " + since(r)).orElse("is not held")
                + ", so nothing is written: another operator may lead");
  }

  /** Takes down what the API server said to a request. */
  synchronized void answered(HttpRequest request, int status) {
    boolean ofTheLease = path(request).equals(lease);
    boolean creation = missing && path(request).equals(leases);
    if (ofTheLease && isRead(request)) {
      read = true;
      missing = status == HttpURLConnection.HTTP_NOT_FOUND;
    } else if ((ofTheLease || creation) && status < HttpURLConnection.HTTP_MULT_CHOICE) {
      renewed = asked;
    }
  }

  /** From now on nothing is written. */
  public synchronized void giveUp() {
    givenUp = true;
  }

  private Moment now() {
    return new Moment(wall.instant(), nanos.getAsLong());
  }

  private Duration since(Moment before) {
    Moment now = now();
    Duration byWall = Duration.between(before.wall(), now.wall());
    Duration byMachine = Duration.ofNanos(now.nanos() - before.nanos());
    return byWall.compareTo(byMachine) > 0 ? byWall : byMachine;
  }

  private boolean isFree(String path) {
    return path.equals(lease)
        || path.equals(leases)
        || path.endsWith("/events")
        || path.startsWith("/apis/authorization.k8s.io/");
  }

  private static boolean isRead(HttpRequest request) {
    return READS.contains(request.method());
  }

  private static String path(HttpRequest request) {
    return request.uri().getPath();
  }
}
