package dev.natstoken.operator.rotation;

import dev.natstoken.operator.nats.token.Token;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that the token Secret says. Together with the StatefulSet and its pods this is the whole
 * state of a rotation; no part of it is kept in the status.
 *
 * @param published the token that clients read
 * @param generation number of the published token
 * @param createdAt when it was published
 * @param handledRequest last value of the annotation natstoken.dev/rotate that was acted upon
 * @param newestKnown the highest number that any configuration had when this was written: less than
 *     what they have by now shows an old copy
 */
public record TokenState(
    Token published,
    long generation,
    Instant createdAt,
    Cause cause,
    Optional<String> handledRequest,
    Optional<Pending> pending,
    Optional<Overlap> overlap,
    long newestKnown) {

  public TokenState {
    newestKnown = Math.max(newestKnown, pending.isPresent() ? generation + 1 : generation);
  }

  /** The state when no configuration has a higher number than it has itself. */
  public TokenState(
      Token published,
      long generation,
      Instant createdAt,
      Cause cause,
      Optional<String> handledRequest,
      Optional<Pending> pending,
      Optional<Overlap> overlap) {
    this(published, generation, createdAt, cause, handledRequest, pending, overlap, 0);
  }

  /** The token that the servers are on their way to. */
  public Token target() {
    return pending.map(Pending::token).orElse(published);
  }

  public long targetGeneration() {
    return pending.isPresent() ? generation + 1 : generation;
  }

  /** The other token that is known by its value, if there is one. */
  public Optional<Token> other() {
    return pending.isPresent() ? Optional.of(published) : overlap.flatMap(Overlap::previous);
  }

  /** All tokens that are known by their value; the target comes first. */
  public List<Token> known() {
    return Stream.concat(Stream.of(target()), other().stream()).toList();
  }

  public boolean rotating() {
    return pending.isPresent() || overlap.isPresent();
  }

  /** Whether nobody should get in with any token but the published one. */
  public boolean revokes() {
    return cause.revokes() && !rotating();
  }

  TokenState withPending(Pending next) {
    return new TokenState(
        published,
        generation,
        createdAt,
        cause,
        handledRequest,
        Optional.of(next),
        overlap,
        newestKnown);
  }

  TokenState withoutPending() {
    return new TokenState(
        published,
        generation,
        createdAt,
        cause,
        handledRequest,
        Optional.empty(),
        overlap,
        newestKnown);
  }

  TokenState withOverlap(Overlap next) {
    return new TokenState(
        published,
        generation,
        createdAt,
        cause,
        handledRequest,
        pending,
        Optional.of(next),
        newestKnown);
  }

  TokenState withoutOverlap() {
    return new TokenState(
        published,
        generation,
        createdAt,
        cause,
        handledRequest,
        pending,
        Optional.empty(),
        newestKnown);
  }

  TokenState withHandledRequest(Optional<String> request) {
    return new TokenState(
        published, generation, createdAt, cause, request, pending, overlap, newestKnown);
  }

  /** The same, written when this was the highest number of all configurations. */
  TokenState withNewestKnown(long newest) {
    return new TokenState(
        published, generation, createdAt, cause, handledRequest, pending, overlap, newest);
  }

  /** The pending token, published. */
  TokenState publish(Instant now, Optional<Overlap> during) {
    Pending next = pending.orElseThrow();
    return new TokenState(
        next.token(),
        generation + 1,
        now,
        next.cause(),
        next.request().or(() -> handledRequest),
        Optional.empty(),
        during);
  }
}
