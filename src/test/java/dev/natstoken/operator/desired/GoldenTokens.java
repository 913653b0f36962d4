package dev.natstoken.operator.desired;

import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.rotation.Cause;
import dev.natstoken.operator.rotation.Overlap;
import dev.natstoken.operator.rotation.Pending;
import dev.natstoken.operator.rotation.TokenState;
import java.time.Instant;
import java.util.Optional;

/** Tokens of the golden sets, before, during and after a rotation. */
final class GoldenTokens {

  static final Token TOKEN = Token.of("golden-token-0123456789");
  private static final Token NEXT = Token.of("golden-token-9876543210");
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant PUBLISHED = CREATED.plusSeconds(60);
  private static final Optional<String> REQUEST = Optional.of("1");

  private GoldenTokens() {}

  /** Without any rotation. */
  static TokenState published(Token token, long generation) {
    return new TokenState(
        token,
        generation,
        CREATED,
        Cause.Created,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** While the next token is on its way to the upper servers. */
  static TokenState split() {
    return new TokenState(
        TOKEN,
        1,
        CREATED,
        Cause.Created,
        Optional.empty(),
        Optional.of(new Pending(NEXT, Cause.Requested, REQUEST)),
        Optional.empty());
  }

  /** While both tokens work. */
  static TokenState overlap() {
    return new TokenState(
        NEXT,
        2,
        PUBLISHED,
        Cause.Requested,
        REQUEST,
        Optional.empty(),
        Optional.of(new Overlap(1, Optional.of(TOKEN), 1, Optional.of(PUBLISHED))));
  }
}
