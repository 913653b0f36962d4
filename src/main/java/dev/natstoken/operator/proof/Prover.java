package dev.natstoken.operator.proof;

import dev.natstoken.operator.nats.config.NatsPorts;
import dev.natstoken.operator.nats.probe.ServerInfo;
import dev.natstoken.operator.nats.probe.ServerProbe;
import dev.natstoken.operator.nats.probe.ServerProbe.Connections;
import dev.natstoken.operator.nats.probe.ServerProbe.Endpoint;
import dev.natstoken.operator.nats.probe.ServerProbe.ProbeResult;
import dev.natstoken.operator.nats.tls.TlsLogin;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.observed.Expectation;
import dev.natstoken.operator.observed.Expectation.Start;
import dev.natstoken.operator.observed.Expectation.Subject;
import dev.natstoken.operator.observed.RecentAnswers;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.observed.SeenServers;
import dev.natstoken.operator.observed.ServerPorts;
import dev.natstoken.operator.observed.Stragglers;
import dev.natstoken.operator.outcome.Proof;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Proves the ready servers, side by side and as {@link Questions} limits it.
 *
 * <ol>
 *   <li>Each server is asked once for each of its starts and each expectation, and again when the
 *       answer is older than a resync. One that became ready anew is asked anew.
 *   <li>Only when all servers are there, each must have routes to all others: while they are
 *       exchanged, routes come and go.
 *   <li>The worst answer counts: an open server before a wrong one, before one that is not there.
 *   <li>One that has not answered in time was not asked yet; but one that was proved before does
 *       not lose that at once.
 * </ol>
 */
public final class Prover {

  private final ServerProbe probe;
  private final Clock clock;
  private final Consumer<Proof> told;
  private final Questions<Subject, Proof> proofs;
  private final Questions<Start, Optional<Connections>> clients;
  private final Questions<Start, Optional<Boolean>> tls;
  private final RecentAnswers<Subject, Proof> proved;
  private final RecentAnswers<Start, Boolean> tlsAnswers;

  /**
   * A prover for all resources.
   *
   * @param executor starts each question at once; how many there are is limited here
   * @param told of every answer
   */
  public Prover(
      ServerProbe probe, Clock clock, Duration validity, Executor executor, Consumer<Proof> told) {
    this.probe = probe;
    this.clock = clock;
    this.told = told;
    this.proved = new RecentAnswers<>(validity);
    this.tlsAnswers = new RecentAnswers<>(validity);
    this.proofs = new Questions<>(clock, executor, Prover::tells);
    this.clients = new Questions<>(clock, executor, Optional::isPresent);
    this.tls = new Questions<>(clock, executor, Optional::isPresent);
  }

  /** Servers that find each other, like proved ones, are asked again as soon as one likes. */
  private static boolean tells(Proof answer) {
    return answer instanceof Proof.Proved || answer instanceof Proof.Joining;
  }

  /** Asks every ready server of which something is expected. */
  public SeenServers prove(SeenServers servers, Function<Pod, Optional<Expectation>> expectation) {
    List<Expectation> expected =
        servers.ready().stream().flatMap(p -> expectation.apply(p).stream()).toList();
    List<Proof> answers = ask(expected, 0, each -> logins(Server.of(each), each));
    Map<String, Proof> byPod = new HashMap<>();
    for (int i = 0; i < expected.size(); i++) {
      byPod.put(expected.get(i).name(), answers.get(i));
    }
    return servers.answered(expected, byPod);
  }

  private List<Proof> ask(
      List<Expectation> expected, int peers, Function<Expectation, Proof> question) {
    List<Subject> subjects = expected.stream().map(e -> e.subject(peers)).toList();
    List<Integer> open =
        IntStream.range(0, subjects.size())
            .filter(i -> proved.get(subjects.get(i), clock.instant()).isEmpty())
            .boxed()
            .toList();
    List<Optional<Proof>> answers =
        proofs.ask(
            open.stream().map(subjects::get).toList(),
            open.stream()
                .<Supplier<Proof>>map(
                    i -> () -> noted(subjects.get(i), question.apply(expected.get(i))))
                .toList());
    List<Proof> all = new ArrayList<>(Collections.nCopies(subjects.size(), new Proof.Proved()));
    for (int i = 0; i < open.size(); i++) {
      int at = open.get(i);
      all.set(at, answers.get(i).orElseGet(() -> late(expected.get(at), subjects.get(at))));
    }
    return all;
  }

  private Proof noted(Subject subject, Proof answer) {
    told.accept(answer);
    if (answer instanceof Proof.Proved) {
      proved.put(subject, answer, clock.instant());
    }
    return answer;
  }

  private Proof late(Expectation expected, Subject subject) {
    return proved.wasAnswered(subject)
        ? new Proof.Inconclusive(
            "Pod " + expected.name() + ": is slow to answer, and is asked again")
        : new Proof.Pending(List.of(expected.name()));
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
    List<Optional<Optional<Connections>>> answers =
        clients.ask(
            servers.stream().map(Start::of).toList(),
            servers.stream()
                .<Supplier<Optional<Connections>>>map(
                    pod -> () -> probe.connections(Server.endpoint(pod, Optional.empty())))
                .toList());
    return Stragglers.of(answers.stream().map(a -> a.flatMap(c -> c)).toList(), known);
  }

  /**
   * Which of these servers want TLS, by the name of the pod; one that does not answer is not in.
   */
  public Map<String, Boolean> tls(Collection<Pod> pods) {
    List<Pod> asked = List.copyOf(pods);
    List<Optional<Optional<Boolean>>> given =
        tls.ask(
            asked.stream().map(Start::of).toList(),
            asked.stream().<Supplier<Optional<Boolean>>>map(pod -> () -> wantsTls(pod)).toList());
    Map<String, Boolean> answers = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      String pod = asked.get(i).getMetadata().getName();
      given.get(i).flatMap(a -> a).ifPresent(wants -> answers.put(pod, wants));
    }
    return answers;
  }

  /** Remembered, because a server that waits for TLS logs an error about whoever only asks. */
  private Optional<Boolean> wantsTls(Pod pod) {
    Start start = Start.of(pod);
    Instant now = clock.instant();
    Optional<Boolean> before = tlsAnswers.get(start, now);
    if (before.isPresent()) {
      return before;
    }
    Optional<Boolean> wanted =
        probe.info(Server.endpoint(pod, Optional.empty())).map(ServerInfo::tlsRequired);
    wanted.ifPresent(w -> tlsAnswers.put(start, w, now));
    return wanted;
  }

  /** Asks each of these servers, proved ones, for its routes to all others. */
  private Proof routes(List<Expectation> servers) {
    int peers = servers.size() - 1;
    return peers < 1
        ? new Proof.Proved()
        : Proof.worst(ask(servers, peers, each -> routes(Server.of(each), peers)));
  }

  private Proof logins(Server server, Expectation expected) {
    return switch (probe.probe(
        server.endpoint(), expected.current(), expected.refused(), expected.digest())) {
      case ProbeResult.Proved _ -> new Proof.Proved();
      case ProbeResult.AuthenticationDisabled(String reason) -> new Proof.Open(server.says(reason));
      case ProbeResult.Mismatch(String reason) -> new Proof.Failed(server.says(reason));
      case ProbeResult.Unreachable(String reason) -> new Proof.Unreachable(server.says(reason));
      case ProbeResult.Inconclusive(String reason) -> new Proof.Inconclusive(server.says(reason));
      case ProbeResult.Withheld(String reason) -> new Proof.Withheld(server.says(reason));
    };
  }

  private Proof routes(Server server, int peers) {
    return probe
        .peers(server.endpoint())
        .<Proof>map(seen -> seen < peers ? joining(server, seen, peers) : new Proof.Proved())
        .orElseGet(() ->
            new Proof.Unreachable(
                server.says(
                    "no answer of a nats-server at port " + server.endpoint().monitorPort())));
  }

  private static Proof joining(Server server, int routes, int peers) {
    return new Proof.Joining(
        server.says(
            "routes to %d of %d other servers yet. If this lasts, look at its log, at DNS and at"
                    .formatted(routes, peers)
                + " network policies for port "
                + NatsPorts.ROUTES));
  }

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
