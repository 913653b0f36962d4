package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.ServerSet;
import dev.natstoken.operator.nats.ServerProbe;
import dev.natstoken.operator.nats.ServerProbe.Endpoint;
import dev.natstoken.operator.nats.ServerProbe.ProbeResult;
import dev.natstoken.operator.nats.Token;
import dev.natstoken.operator.status.Proof;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Proves each ready server once for each of its starts, token and configuration, and again when the
 * proof is older than a resync.
 */
final class Prover {

  private record Subject(String podUid, int restarts, String digest, long tokenGeneration) {}

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
    List<CompletableFuture<Proof>> proofs =
        rollout.ready().stream()
            .map(
                pod ->
                    CompletableFuture.supplyAsync(() -> prove(pod, credentials, digest), executor))
            .toList();
    Proof worst = rollout.complete() ? new Proof.Proved() : new Proof.Pending();
    for (CompletableFuture<Proof> each : proofs) {
      worst = worse(worst, each.join());
    }
    return worst;
  }

  private Proof prove(Pod pod, Credentials credentials, String digest) {
    Subject subject =
        new Subject(pod.getMetadata().getUid(), restarts(pod), digest, credentials.generation());
    Instant now = clock.instant();
    if (proved.get(subject).filter(at -> at.plus(validity).isAfter(now)).isPresent()) {
      return new Proof.Proved();
    }
    String name = "Pod " + pod.getMetadata().getName() + ": ";
    Endpoint endpoint =
        new Endpoint(pod.getStatus().getPodIP(), ServerSet.CLIENT_PORT, ServerSet.MONITOR_PORT);
    Token token = credentials.token();
    ProbeResult result = probe.probe(endpoint, token, Optional.empty(), digest);
    if (result instanceof ProbeResult.Proved) {
      proved.put(subject, now);
      return new Proof.Proved();
    } else if (result instanceof ProbeResult.AuthenticationDisabled open) {
      return new Proof.Open(name + open.reason());
    } else if (result instanceof ProbeResult.Mismatch mismatch) {
      return new Proof.Failed(name + mismatch.reason());
    } else if (result instanceof ProbeResult.Unreachable unreachable) {
      return new Proof.Unreachable(name + unreachable.reason());
    }
    throw new IllegalStateException("unknown result of a probe");
  }

  private static Proof worse(Proof a, Proof b) {
    return rank(a) >= rank(b) ? a : b;
  }

  private static int rank(Proof proof) {
    if (proof instanceof Proof.Open) {
      return 4;
    } else if (proof instanceof Proof.Failed) {
      return 3;
    } else if (proof instanceof Proof.Pending) {
      return 2;
    } else if (proof instanceof Proof.Unreachable) {
      return 1;
    }
    return 0;
  }

  private static int restarts(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .mapToInt(s -> s.getRestartCount() == null ? 0 : s.getRestartCount())
        .sum();
  }
}
