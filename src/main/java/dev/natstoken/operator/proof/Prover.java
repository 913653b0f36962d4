package dev.natstoken.operator.proof;

import dev.natstoken.operator.nats.config.NatsPorts;
import dev.natstoken.operator.nats.probe.ServerProbe;
import dev.natstoken.operator.nats.probe.ServerProbe.Endpoint;
import dev.natstoken.operator.nats.probe.ServerProbe.ProbeResult;
import dev.natstoken.operator.nats.tls.TlsLogin;
import dev.natstoken.operator.observed.BoundedMap;
import dev.natstoken.operator.observed.ServerPorts;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.proof.Expectation.Start;
import dev.natstoken.operator.proof.Expectation.Subject;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Proves the ready servers, side by side.
 *
 * <ol>
 *   <li>Each server is asked once for each of its starts and each expectation, and again when the
 *       answer is older than a resync.
 *   <li>Only when all servers are there, each must have routes to all others: while they are
 *       exchanged, routes come and go.
 *   <li>The worst answer counts: an open server before a wrong one, before one that is not there.
 * </ol>
 */
public final class Prover {

  private final ServerProbe probe;
  private final Clock clock;
  private final Duration validity;
  private final Executor executor;
  private final BoundedMap<Subject, Instant> proved = new BoundedMap<>();
  private final BoundedMap<Start, TlsAnswer> tlsAnswers = new BoundedMap<>();

  public Prover(ServerProbe probe, Clock clock, Duration validity, Executor executor) {
    this.probe = probe;
    this.clock = clock;
    this.validity = validity;
    this.executor = executor;
  }

  /** Asks each of these servers, side by side; the answers are by the name of the pod. */
  Map<String, Proof> logins(List<Expectation> servers) {
    Map<String, CompletableFuture<Proof>> asked = new HashMap<>();
    servers.forEach(each ->
        asked.put(
            each.name(),
            CompletableFuture.supplyAsync(
                () -> remembered(each.subject(0), () -> logins(Server.of(each), each)), executor)));
    Map<String, Proof> proofs = new HashMap<>();
    asked.forEach((pod, proof) -> proofs.put(pod, proof.join()));
    return proofs;
  }

  /**
   * Which of these servers want TLS, by the name of the pod; one that does not answer is not in.
   */
  public Map<String, Boolean> tls(Collection<Pod> pods) {
    Map<String, CompletableFuture<Optional<Boolean>>> asked = new HashMap<>();
    pods.forEach(pod ->
        asked.put(
            pod.getMetadata().getName(),
            CompletableFuture.supplyAsync(() -> wantsTls(pod), executor)));
    Map<String, Boolean> answers = new HashMap<>();
    asked.forEach((pod, answer) -> answer.join().ifPresent(wants -> answers.put(pod, wants)));
    return answers;
  }

  /** Remembered, because a server that waits for TLS logs an error about whoever only asks. */
  private Optional<Boolean> wantsTls(Pod pod) {
    Start start = Start.of(pod);
    Instant now = clock.instant();
    Optional<TlsAnswer> before =
        tlsAnswers.get(start).filter(a -> a.at().plus(validity).isAfter(now));
    if (before.isPresent()) {
      return before.map(TlsAnswer::wanted);
    }
    try {
      boolean wanted = probe.info(Server.endpoint(pod, Optional.empty())).tlsRequired();
      tlsAnswers.put(start, new TlsAnswer(wanted, now));
      return Optional.of(wanted);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Asks each of these servers, proved ones, for its routes to all others. */
  Proof routes(List<Expectation> servers) {
    int peers = servers.size() - 1;
    if (peers < 1) {
      return new Proof.Proved();
    }
    List<CompletableFuture<Proof>> asked =
        servers.stream()
            .map(each ->
                CompletableFuture.supplyAsync(
                    () -> remembered(each.subject(peers), () -> routes(Server.of(each), peers)),
                    executor))
            .toList();
    return worst(asked.stream().map(CompletableFuture::join).toList());
  }

  static Proof worst(Collection<Proof> proofs) {
    return proofs.stream().max(Comparator.comparingInt(Prover::rank)).orElse(new Proof.Proved());
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

  private Proof logins(Server server, Expectation expected) {
    ProbeResult result =
        probe.probe(server.endpoint(), expected.current(), expected.refused(), expected.digest());
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

  /** What a server said of TLS, and when. */
  private record TlsAnswer(boolean wanted, Instant at) {}

  /** A server as it is asked and as it is named in an answer. */
  private record Server(String pod, Endpoint endpoint) {

    static Server of(Expectation proof) {
      return new Server(proof.name(), endpoint(proof.pod(), proof.tls()));
    }

    static Endpoint endpoint(Pod pod, Optional<TlsLogin> tls) {
      return new Endpoint(
          pod.getStatus().getPodIP(),
          ServerPorts.named("nats", pod.getSpec(), NatsPorts.CLIENTS),
          ServerPorts.named("monitor", pod.getSpec(), NatsPorts.MONITOR),
          tls);
    }

    String says(String what) {
      return "Pod " + pod + ": " + what;
    }
  }
}
