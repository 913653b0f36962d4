package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.ServerSet;
import dev.natstoken.operator.nats.ServerProbe;
import dev.natstoken.operator.nats.ServerProbe.Endpoint;
import dev.natstoken.operator.nats.ServerProbe.ProbeResult;
import dev.natstoken.operator.status.Proof;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Proves the ready servers, side by side.
 *
 * <ol>
 *   <li>Each server is asked once for each of its starts, tokens and configurations, and again when
 *       the answer is older than a resync.
 *   <li>Only when all servers are there, each must have routes to all others: while they are
 *       exchanged, routes come and go.
 *   <li>The worst answer counts: an open server before a wrong one, before one that is not there.
 * </ol>
 */
final class Prover {

  /** What an answer is about; for another start, token, configuration or size, it says nothing. */
  private record Subject(
      String podUid, int restarts, String digest, long tokenGeneration, int peers) {}

  private final ServerProbe probe;
  private final Clock clock;
  private final Duration validity;
  private final Executor executor;
  private final BoundedMap<Subject, Instant> proved = new BoundedMap<>();

  Prover(ServerProbe probe, Clock clock, Duration validity, Executor executor) {
    this.probe = probe;
    this.clock = clock;
    this.validity = validity;
    this.executor = executor;
  }

  Proof prove(Rollout rollout, Credentials credentials, String digest) {
    int peers = rollout.complete() ? rollout.ready().size() - 1 : 0;
    List<CompletableFuture<Proof>> proofs =
        rollout.ready().stream()
            .map(
                pod ->
                    CompletableFuture.supplyAsync(
                        () -> prove(pod, credentials, digest, peers), executor))
            .toList();
    Proof worst = rollout.complete() ? new Proof.Proved() : new Proof.Pending();
    for (CompletableFuture<Proof> each : proofs) {
      worst = worse(worst, each.join());
    }
    return worst;
  }

  private Proof prove(Pod pod, Credentials credentials, String digest, int peers) {
    Server server = Server.of(pod);
    Proof alone =
        remembered(subject(pod, credentials, digest, 0), () -> logins(server, credentials, digest));
    if (peers == 0 || !(alone instanceof Proof.Proved)) {
      return alone;
    }
    return remembered(subject(pod, credentials, digest, peers), () -> routes(server, peers));
  }

  private Proof remembered(Subject subject, Supplier<Proof> ask) {
    Instant now = clock.instant();
    if (proved.get(subject).filter(at -> at.plus(validity).isAfter(now)).isPresent()) {
      return new Proof.Proved();
    }
    Proof answer = ask.get();
    if (answer instanceof Proof.Proved) {
      proved.put(subject, now);
    }
    return answer;
  }

  private Proof logins(Server server, Credentials credentials, String digest) {
    ProbeResult result =
        probe.probe(server.endpoint(), credentials.token(), Optional.empty(), digest);
    if (result instanceof ProbeResult.Proved) {
      return new Proof.Proved();
    } else if (result instanceof ProbeResult.AuthenticationDisabled open) {
      return new Proof.Open(server.says(open.reason()));
    } else if (result instanceof ProbeResult.Mismatch mismatch) {
      return new Proof.Failed(server.says(mismatch.reason()));
    } else if (result instanceof ProbeResult.Unreachable unreachable) {
      return new Proof.Unreachable(server.says(unreachable.reason()));
    }
    throw new IllegalStateException("unknown result of a probe");
  }

  private Proof routes(Server server, int peers) {
    try {
      return probe.peers(server.endpoint()) < peers ? new Proof.Joining() : new Proof.Proved();
    } catch (IOException e) {
      return new Proof.Unreachable(server.says("no answer (" + e.getClass().getSimpleName() + ")"));
    }
  }

  private static Subject subject(Pod pod, Credentials credentials, String digest, int peers) {
    int restarts =
        pod.getStatus().getContainerStatuses().stream()
            .mapToInt(s -> s.getRestartCount() == null ? 0 : s.getRestartCount())
            .sum();
    return new Subject(
        pod.getMetadata().getUid(), restarts, digest, credentials.generation(), peers);
  }

  private static Proof worse(Proof a, Proof b) {
    return rank(a) >= rank(b) ? a : b;
  }

  private static int rank(Proof proof) {
    if (proof instanceof Proof.Open) {
      return 5;
    } else if (proof instanceof Proof.Failed) {
      return 4;
    } else if (proof instanceof Proof.Pending) {
      return 3;
    } else if (proof instanceof Proof.Joining) {
      return 2;
    } else if (proof instanceof Proof.Unreachable) {
      return 1;
    }
    return 0;
  }

  /** A server as it is asked and as it is named in an answer. */
  private record Server(String pod, Endpoint endpoint) {

    static Server of(Pod pod) {
      return new Server(
          pod.getMetadata().getName(),
          new Endpoint(pod.getStatus().getPodIP(), ServerSet.CLIENT_PORT, ServerSet.MONITOR_PORT));
    }

    String says(String what) {
      return "Pod " + pod + ": " + what;
    }
  }
}
