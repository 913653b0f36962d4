package dev.natstoken.operator.desired;

import dev.natstoken.operator.nats.token.InvalidTokenException;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.rotation.Cause;
import dev.natstoken.operator.rotation.Overlap;
import dev.natstoken.operator.rotation.Pending;
import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a rotation as it is written on the token Secret: tokens as data, all else as
 * annotations. What somebody made unreadable counts as absent.
 */
final class TokenMarks {

  static final String NEXT_TOKEN = "next-token";
  static final String PREVIOUS_TOKEN = "previous-token";

  private static final String PREFIX = "natstoken.dev/";
  private static final String CREATED_AT = PREFIX + "token-created-at";
  private static final String CAUSE = PREFIX + "token-reason";
  private static final String HANDLED_REQUEST = PREFIX + "handled-rotate";
  private static final String NEXT_CAUSE = PREFIX + "next-token-reason";
  private static final String NEXT_REQUEST = PREFIX + "next-token-rotate";
  private static final String PREVIOUS_GENERATION = PREFIX + "previous-token-generation";
  private static final String SERVERS_FROM = PREFIX + "servers-from";
  private static final String OVERLAP_SINCE = PREFIX + "overlap-since";
  private static final String NEWEST_KNOWN = PREFIX + "newest-token-generation";

  private TokenMarks() {}

  static Map<String, String> annotations(TokenState state) {
    Map<String, String> marks = new LinkedHashMap<>();
    marks.put(Labels.TOKEN_GENERATION, Long.toString(state.generation()));
    marks.put(CREATED_AT, state.createdAt().toString());
    marks.put(CAUSE, state.cause().name());
    state.handledRequest().ifPresent(r -> marks.put(HANDLED_REQUEST, r));
    if (state.newestKnown() > state.targetGeneration()) {
      marks.put(NEWEST_KNOWN, Long.toString(state.newestKnown()));
    }
    state
        .pending()
        .ifPresent(p -> {
          marks.put(NEXT_CAUSE, p.cause().name());
          p.request().ifPresent(r -> marks.put(NEXT_REQUEST, r));
        });
    state
        .overlap()
        .ifPresent(o -> {
          marks.put(PREVIOUS_GENERATION, Long.toString(o.previousGeneration()));
          marks.put(SERVERS_FROM, Integer.toString(o.serversFrom()));
          o.startedAt().ifPresent(t -> marks.put(OVERLAP_SINCE, t.toString()));
        });
    return marks;
  }

  static Map<String, String> data(TokenState state) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put(TokenSecret.TOKEN, state.published().value());
    state.pending().ifPresent(p -> data.put(NEXT_TOKEN, p.token().value()));
    state.overlap().flatMap(Overlap::previous).ifPresent(t -> data.put(PREVIOUS_TOKEN, t.value()));
    return data;
  }

  /** Whether there is no token, or a blank one. */
  static boolean isBlank(Secret secret) {
    return text(secret, TokenSecret.TOKEN).isBlank();
  }

  /**
   * The published token.
   *
   * @throws InvalidTokenException if it is not fit for use
   */
  static Token published(Secret secret) {
    return Token.brought(text(secret, TokenSecret.TOKEN));
  }

  /** Reads the state back, with this as the published token. */
  static TokenState read(Secret secret, Token published) {
    return new TokenState(
        published,
        number(secret, Labels.TOKEN_GENERATION).orElse(0L),
        time(secret, CREATED_AT)
            .orElseGet(() -> Instant.parse(secret.getMetadata().getCreationTimestamp())),
        cause(secret, CAUSE).orElse(Cause.Created),
        annotation(secret, HANDLED_REQUEST),
        pending(secret),
        overlap(secret),
        number(secret, NEWEST_KNOWN).orElse(0L));
  }

  private static Optional<Pending> pending(Secret secret) {
    return token(secret, NEXT_TOKEN)
        .flatMap(t ->
            cause(secret, NEXT_CAUSE)
                .map(c -> new Pending(t, c, annotation(secret, NEXT_REQUEST))));
  }

  private static Optional<Overlap> overlap(Secret secret) {
    return number(secret, PREVIOUS_GENERATION)
        .flatMap(g ->
            number(secret, SERVERS_FROM)
                .map(from ->
                    new Overlap(
                        g,
                        token(secret, PREVIOUS_TOKEN),
                        from.intValue(),
                        time(secret, OVERLAP_SINCE))));
  }

  private static Optional<Token> token(Secret secret, String key) {
    try {
      return Optional.of(text(secret, key)).filter(t -> !t.isBlank()).map(Token::brought);
    } catch (InvalidTokenException e) {
      return Optional.empty();
    }
  }

  private static String text(Secret secret, String key) {
    return SecretData.text(secret, key).orElse("");
  }

  private static Optional<String> annotation(Secret secret, String key) {
    Map<String, String> annotations = secret.getMetadata().getAnnotations();
    return Optional.ofNullable(annotations == null ? null : annotations.get(key));
  }

  private static Optional<Long> number(Secret secret, String key) {
    return annotation(secret, key).flatMap(TokenGeneration::read);
  }

  private static Optional<Instant> time(Secret secret, String key) {
    try {
      return annotation(secret, key).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Cause> cause(Secret secret, String key) {
    return annotation(secret, key)
        .flatMap(
            t -> java.util.Arrays.stream(Cause.values()).filter(c -> c.name().equals(t)).findAny());
  }
}
