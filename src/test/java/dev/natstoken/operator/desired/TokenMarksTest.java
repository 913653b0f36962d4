package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.RandomTexts;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.rotation.Cause;
import dev.natstoken.operator.rotation.Overlap;
import dev.natstoken.operator.rotation.Pending;
import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TokenMarksTest {

  private static final String CREATED = "2026-01-01T00:00:00Z";

  /** As many digits as are read at most. */
  private static final int MOST = 999_999_999;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void everyStateIsReadBackAsItWasWritten() {
    for (int i = 0; i < 2000; i++) {
      TokenState state = state();
      Secret secret = secret(TokenMarks.annotations(state), TokenMarks.data(state));
      assertThat(TokenMarks.isBlank(secret)).isFalse();
      assertThat(TokenMarks.published(secret)).isEqualTo(state.published());
      assertThat(TokenMarks.read(secret, state.published())).as("seed %d", seed).isEqualTo(state);
    }
  }

  @Test
  void tokensStandInTheDataAlone() {
    for (int i = 0; i < 500; i++) {
      TokenState state = state();
      assertThat(TokenMarks.annotations(state).values())
          .as("seed %d", seed)
          .doesNotContainAnyElementsOf(state.known().stream().map(Token::value).toList());
    }
  }

  @Test
  void whateverSomebodyMakesOfAMarkTheRestIsReadAllTheSame() {
    for (int i = 0; i < 2000; i++) {
      TokenState state = state();
      Map<String, String> annotations = new HashMap<>(TokenMarks.annotations(state));
      List<String> keys = new ArrayList<>(annotations.keySet());
      keys.remove(Labels.TOKEN_GENERATION);
      annotations.put(keys.get(random.nextInt(keys.size())), RandomTexts.any(random));
      Secret secret = secret(annotations, TokenMarks.data(state));
      TokenState read = TokenMarks.read(secret, state.published());
      assertThat(read.published()).as("seed %d", seed).isEqualTo(state.published());
      assertThat(read.generation()).as("seed %d", seed).isEqualTo(state.generation());
    }
  }

  @Test
  void withoutAnyMarkItIsAFirstTokenOfTheTimeOfTheSecret() {
    Token token = token();
    Secret secret = secret(Map.of(), Map.of(TokenSecret.TOKEN, token.value()));
    secret.getMetadata().setAnnotations(null);
    assertThat(TokenMarks.read(secret, token))
        .isEqualTo(
            new TokenState(
                token,
                0,
                Instant.parse(CREATED),
                Cause.Created,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  private static Secret secret(Map<String, String> annotations, Map<String, String> data) {
    SecretBuilder secret =
        new SecretBuilder()
            .withNewMetadata()
            .withCreationTimestamp(CREATED)
            .withAnnotations(annotations)
            .endMetadata();
    data.forEach((key, text) -> secret.addToData(key, SecretData.encode(text)));
    return secret.build();
  }

  private TokenState state() {
    Optional<Pending> pending =
        sometimes(() -> new Pending(token(), cause(), sometimes(() -> RandomTexts.any(random))));
    Optional<Overlap> overlap =
        pending.isPresent()
            ? Optional.empty()
            : sometimes(() ->
                new Overlap(
                    number(), sometimes(this::token), random.nextInt(65), sometimes(this::time)));
    return new TokenState(
        token(),
        number(),
        time(),
        cause(),
        sometimes(() -> RandomTexts.any(random)),
        pending,
        overlap,
        number());
  }

  private <T> Optional<T> sometimes(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private Token token() {
    return Token.brought(
        random
            .ints(16 + random.nextInt(20), '#', '~' + 1)
            .map(c -> c == '\'' || c == '\\' || c == '`' ? '-' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString());
  }

  private Cause cause() {
    List<Cause> causes = List.of(Cause.values());
    return causes.get(random.nextInt(causes.size()));
  }

  private long number() {
    return random.nextInt(MOST);
  }

  private Instant time() {
    return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
  }
}
