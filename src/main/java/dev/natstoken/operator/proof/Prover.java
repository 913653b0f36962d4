package dev.natstoken.operator.proof;

import dev.natstoken.operator.nats.config.NatsPorts;
import dev.natstoken.operator.nats.probe.ServerProbe;
import dev.natstoken.operator.nats.probe.ServerProbe.Connections;
import dev.natstoken.operator.nats.probe.ServerProbe.Endpoint;
import dev.natstoken.operator.nats.probe.ServerProbe.ProbeResult;
import dev.natstoken.operator.nats.tls.TlsLogin;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.observed.BoundedMap;
import dev.natstoken.operator.observed.Expectation;
import dev.natstoken.operator.observed.Expectation.Start;
import dev.natstoken.operator.observed.Expectation.Subject;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.observed.SeenServers;
import dev.natstoken.operator.observed.ServerPorts;
import dev.natstoken.operator.observed.Stragglers;
import dev.natstoken.operator.outcome.Proof;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
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

  /** Asks every ready server of which something is expected. */
  public SeenServers prove(SeenServers servers, Function<Pod, Optional<Expectation>> expectation) {
    List<Expectation> expected =
        servers.ready().stream().flatMap(p -> expectation.apply(p).stream()).toList();
    List<CompletableFuture<Proof>> asked =
        expected.stream()
            .map(each ->
                beside(() -> remembered(each.subject(0), () -> logins(Server.of(each), each))))
            .toList();
    Map<String, Proof> proofs = new HashMap<>();
    for (int i = 0; i < expected.size(); i++) {
      proofs.put(expected.get(i).name(), asked.get(i).join());
    }
    return servers.answered(expected, proofs);
  }

  /** What the servers of a roll showed together, with a look at their routes if all let in. */
  public Proof judge(SeenServers servers, Rollout rollout) {
    return switch (servers.logins(rollout)) {
      case Proof.Proved _ -> routes(servers.counted(rollout));
      case Proof worse -> worse;
    };
  }

  /**
   * The clients of these servers.
   *
   * @param known tokens that no client's name may bring into the status
   */
  public Stragglers clients(List<Pod> servers, List<Token> known) {
    List<CompletableFuture<Optional<Connections>>> asked =
        servers.stream().map(pod -> beside(() -> connections(pod))).toList();
    return Stragglers.of(asked.stream().map(CompletableFuture::join).toList(), known);
  }

  private Optional<Connections> connections(Pod pod) {
    try {
      return Optional.of(probe.connections(Server.endpoint(pod, Optional.empty())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private <T> CompletableFuture<T> beside(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, executor);
  }

  /**
   * Which of these servers want TLS, by the name of the pod; one that does not answer is not in.
   */
  public Map<String, Boolean> tls(Collection<Pod> pods) {
    Map<String, CompletableFuture<Optional<Boolean>>> asked = new HashMap<>();
    pods.forEach(pod -> asked.put(pod.getMetadata().getName(), beside(() -> wantsTls(pod))));
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
  private Proof routes(List<Expectation> servers) {
    int peers = servers.size() - 1;
    if (peers < 1) {
      return new Proof.Proved();
    }
    List<CompletableFuture<Proof>> asked =
        servers.stream()
            .map(each ->
                beside(() -> remembered(each.subject(peers), () -> routes(Server.of(each), peers))))
            .toList();
    return Proof.worst(asked.stream().map(CompletableFuture::join).toList());
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
    return switch (probe.probe(
        server.endpoint(), expected.current(), expected.refused(), expected.digest())) {
      case ProbeResult.Proved _ -> new Proof.Proved();
      case ProbeResult.AuthenticationDisabled(String reason) -> new Proof.Open(server.says(reason));
      case ProbeResult.Mismatch(String reason) -> new Proof.Failed(server.says(reason));
      case ProbeResult.Unreachable(String reason) -> new Proof.Unreachable(server.says(reason));
    };
  }

  private Proof routes(Server server, int peers) {
    try {
      return probe.peers(server.endpoint()) < peers ? new Proof.Joining() : new Proof.Proved();
    } catch (IOException e) {
      return new Proof.Unreachable(server.says("no answer (" + e.getClass().getSimpleName() + ")"));
    }
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
