package dev.natstoken.operator.observed;

import dev.natstoken.operator.observed.Observation.Attached;
import dev.natstoken.operator.observed.Observation.Claims;
import dev.natstoken.operator.observed.Observation.Rotation;
import dev.natstoken.operator.observed.Observation.Token;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Puts an {@link Observation} together, of which each value is said by its name. */
public final class ObservationBuilder {

  private final int wanted;
  private final int existing;
  private int ready;
  private boolean rolledOut;
  private boolean unseen;
  private boolean leaving;
  private Proof proof = new Proof.Pending();
  private Optional<Problem> problem = Optional.empty();
  private Optional<Token> token = Optional.empty();
  private Optional<Rotation> rotation = Optional.empty();
  private Optional<FormerToken> former = Optional.empty();
  private boolean held;
  private boolean again;
  private String configDigest;
  private String version;
  private Optional<Claims> claims = Optional.empty();
  private Optional<Attached> attached = Optional.empty();
  private Optional<String> note = Optional.empty();
  private Optional<Duration> waitsForTurn = Optional.empty();
  private Optional<Instant> certificateExpiresAt = Optional.empty();

  ObservationBuilder(int wanted, int existing) {
    this.wanted = wanted;
    this.existing = existing;
  }

  public ObservationBuilder ready(int is) {
    this.ready = is;
    return this;
  }

  public ObservationBuilder rolledOut(boolean is) {
    this.rolledOut = is;
    return this;
  }

  public ObservationBuilder unseen(boolean is) {
    this.unseen = is;
    return this;
  }

  public ObservationBuilder leaving(boolean is) {
    this.leaving = is;
    return this;
  }

  public ObservationBuilder proof(Proof is) {
    this.proof = is;
    return this;
  }

  public ObservationBuilder problem(Optional<Problem> is) {
    this.problem = is;
    return this;
  }

  public ObservationBuilder token(Token is) {
    this.token = Optional.of(is);
    return this;
  }

  public ObservationBuilder rotation(Optional<Rotation> is) {
    this.rotation = is;
    return this;
  }

  public ObservationBuilder former(Optional<FormerToken> is) {
    this.former = is;
    return this;
  }

  public ObservationBuilder held(boolean is) {
    this.held = is;
    return this;
  }

  public ObservationBuilder again(boolean is) {
    this.again = is;
    return this;
  }

  public ObservationBuilder configDigest(String is) {
    this.configDigest = is;
    return this;
  }

  public ObservationBuilder version(String is) {
    this.version = is;
    return this;
  }

  public ObservationBuilder claims(Optional<Claims> is) {
    this.claims = is;
    return this;
  }

  public ObservationBuilder attached(Attached is) {
    this.attached = Optional.of(is);
    return this;
  }

  public ObservationBuilder note(Optional<String> is) {
    this.note = is;
    return this;
  }

  public ObservationBuilder waitsForTurn(Optional<Duration> is) {
    this.waitsForTurn = is;
    return this;
  }

  public ObservationBuilder certificateExpiresAt(Optional<Instant> is) {
    this.certificateExpiresAt = is;
    return this;
  }

  public Observation build() {
    return new Observation(
        wanted,
        existing,
        ready,
        rolledOut,
        unseen,
        leaving,
        proof,
        problem,
        token,
        rotation,
        former,
        held,
        again,
        configDigest,
        version,
        claims,
        attached,
        note,
        waitsForTurn,
        certificateExpiresAt);
  }
}
