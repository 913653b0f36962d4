package dev.natstoken.operator.observed;

import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.api.TokenSpec.ExistingSecret;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.ProblemException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The problems of Secrets that the user brings, and of pods. */
public final class ObservedProblems {

  private static final Owner OWNER = new Owner("shop", "orders", "uid", Map.of());
  private static final NatsTokenAuthSpec TLS =
      Serialization.unmarshal("tls: {secretName: clients}", NatsTokenAuthSpec.class);

  private ObservedProblems() {}

  public static Stream<Problem> all() {
    Stream<Problem> tokens =
        Stream.of("", "weak", "x".repeat(73), "with a space", "$2a$04$" + "a".repeat(53))
            .map(token -> of(() -> read(Optional.of(secret("mine", Map.of("token", token))))));
    Stream<Problem> others =
        Stream.of(
            of(() -> read(Optional.empty())),
            of(() -> read(Optional.of(secret("mine", Map.of())))),
            of(() -> certificates(Optional.empty())),
            of(() -> certificates(Optional.of(secret("clients", Map.of())))),
            of(() ->
                certificates(
                    Optional.of(secret("clients", Map.of("tls.crt", "a", "tls.key", "b"))))),
            FileStoreClaimsTest.storageIsFull(),
            UnschedulablePods.in(
                    List.of(UnschedulablePodsTest.pod("False", null)),
                    UnschedulablePodsTest.SINCE.plusSeconds(601))
                .orElseThrow());
    return Stream.of(tokens, others, RolloutTest.failures()).flatMap(s -> s);
  }

  private static void read(Optional<Secret> secret) {
    BroughtToken.read(new ExistingSecret("mine", null), secret);
  }

  private static void certificates(Optional<Secret> secret) {
    Certificates.read(TLS, OWNER, _ -> secret, Instant.EPOCH);
  }

  private static Secret secret(String name, Map<String, String> texts) {
    SecretBuilder secret = new SecretBuilder().withNewMetadata().withName(name).endMetadata();
    texts.forEach((key, text) -> secret.addToData(key, SecretText.encode(text)));
    return secret.build();
  }

  private static Problem of(Runnable mistake) {
    try {
      mistake.run();
      throw new AssertionError("it is taken");
    } catch (ProblemException e) {
      return e.problem();
    }
  }
}
