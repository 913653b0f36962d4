package dev.natstoken.operator.status;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.nats.probe.ClientConnection;
import dev.natstoken.operator.observed.ClientPod;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.observed.Straggler;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.outcome.Reason;
import dev.natstoken.operator.rotation.Cause;
import dev.natstoken.operator.rotation.Phase;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** What a resource with three servers can be in, and the status that follows. */
final class Situations {

  static final String DIGEST = "sha256:0123";
  static final Problem PROBLEM = new Problem(Reason.PodsFailing, "Pod a does not start");
  static final Proof OPEN = new Proof.Open("Pod a: lets in a client without a token");
  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  static final Instant LATER = START.plusSeconds(3600);

  static final Observation WORKING = observation(1, false, new Proof.Pending(), Optional.empty());
  static final Observation PROVING = observation(3, true, new Proof.Pending(), Optional.empty());
  static final Observation MISMATCHED =
      observation(3, true, new Proof.Failed("Pod a: refuses the token"), Optional.empty());
  static final Observation DONE = observation(3, true, new Proof.Proved(), Optional.empty());
  static final String FEW_ROUTES =
      "Pod orders-nats-1: routes to 1 of 2 other servers yet. If this lasts, look at its log, at DNS"
          + " and at network policies for port 6222";

  static final Observation JOINING =
      observation(3, true, new Proof.Joining(FEW_ROUTES), Optional.empty());
  static final Observation GROWING = growing("Claim data-orders-nats-0 grows to 2Gi");
  static final Observation UNREACHABLE =
      observation(3, true, new Proof.Unreachable("Pod a: no answer"), Optional.empty());
  static final Observation FAILING =
      observation(1, false, new Proof.Pending(), Optional.of(PROBLEM));
  static final Observation OPEN_SERVER = observation(3, true, OPEN, Optional.empty());

  private Situations() {}

  /** Every way in which a status is made. */
  static Map<String, BiFunction<StatusFactory, NatsTokenAuth, NatsTokenAuthStatus>> all() {
    Map<String, BiFunction<StatusFactory, NatsTokenAuth, NatsTokenAuthStatus>> all =
        new TreeMap<>();
    for (Phase phase : Phase.values()) {
      all.put(
          "rotating: " + phase,
          (f, r) -> f.report(r, rotating(phase, true, phase == Phase.Overlap)));
    }
    all.putAll(
        Map.of(
            "working", (f, r) -> f.report(r, WORKING),
            "proving", (f, r) -> f.report(r, PROVING),
            "mismatched", (f, r) -> f.report(r, MISMATCHED),
            "joining", (f, r) -> f.report(r, JOINING),
            "done", (f, r) -> f.report(r, DONE),
            "claims growing", (f, r) -> f.report(r, GROWING),
            "unreachable", (f, r) -> f.report(r, UNREACHABLE),
            "failing", (f, r) -> f.report(r, FAILING),
            "open", (f, r) -> f.report(r, OPEN_SERVER),
            "paused", StatusFactory::paused));
    all.put("retrying", (f, r) -> f.retrying(r, "the API server is away"));
    return all;
  }

  static Observation observation(
      int ready, boolean rolledOut, Proof proof, Optional<Problem> problem) {
    return observation(ready, rolledOut, proof, problem, Optional.empty());
  }

  private static Observation growing(String sentence) {
    var claims = new Observation.Claims("1Gi", Optional.of(sentence));
    return observation(3, true, new Proof.Proved(), Optional.empty(), Optional.of(claims));
  }

  private static Observation observation(
      int ready,
      boolean rolledOut,
      Proof proof,
      Optional<Problem> problem,
      Optional<Observation.Claims> claims) {
    return new Observation(
        3,
        3,
        ready,
        rolledOut,
        false,
        false,
        proof,
        problem,
        Optional.of(token(1, START)),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        DIGEST,
        "2.15.2",
        claims,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static Observation.Token token(long generation, Instant createdAt) {
    return new Observation.Token(
        "orders-nats-token", generation, createdAt, Cause.Created, Optional.empty());
  }

  /** In a rotation from token generation 1 to 2. */
  static Observation rotating(Phase phase, boolean serving, boolean rolledOut) {
    boolean published = phase == Phase.Overlap || phase == Phase.Finish;
    return new Observation(
        3,
        3,
        3,
        rolledOut,
        false,
        false,
        rolledOut ? new Proof.Proved() : new Proof.Pending(),
        Optional.empty(),
        Optional.of(token(published ? 2 : 1, START)),
        Optional.of(
            new Observation.Rotation(
                phase,
                Cause.Requested,
                1,
                2,
                published ? Optional.of(LATER) : Optional.empty(),
                published ? OptionalInt.of(1) : OptionalInt.empty(),
                published
                    ? List.of(
                        new Straggler(
                            new ClientConnection("billing", "10.0.0.9", "go", ""),
                            Optional.of(new ClientPod("shop", "billing-1"))))
                    : List.of(),
                false,
                serving)),
        Optional.empty(),
        false,
        false,
        DIGEST,
        "2.15.2",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static StatusFactory at(Instant time) {
    return new StatusFactory(Clock.fixed(time, ZoneOffset.UTC));
  }

  static NatsTokenAuth resource(long generation, NatsTokenAuthStatus status) {
    NatsTokenAuth resource = new NatsTokenAuth();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName("orders")
            .withUid("uid-1")
            .withGeneration(generation)
            .build());
    resource.setStatus(status);
    return resource;
  }

  /** Status of each condition by its type. */
  static Map<String, String> states(NatsTokenAuthStatus status) {
    return StatusFactory.conditionsOf(status).stream()
        .collect(Collectors.toMap(Condition::getType, Condition::getStatus));
  }

  static Condition condition(NatsTokenAuthStatus status, String type) {
    return Conditions.find(StatusFactory.conditionsOf(status), type).orElseThrow();
  }
}
