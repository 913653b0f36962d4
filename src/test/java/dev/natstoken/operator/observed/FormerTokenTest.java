package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.desired.ConfigurationMap;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.nats.config.AuthorizationConfig;
import dev.natstoken.operator.nats.config.ConfigDigest;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHasher;
import dev.natstoken.operator.rotation.Cause;
import dev.natstoken.operator.rotation.Overlap;
import dev.natstoken.operator.rotation.TokenState;
import dev.natstoken.operator.rotation.Wish;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FormerTokenTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Owner OWNER = new Owner("shop", "orders", "uid", Map.of());
  private static final Token FORMER = Token.brought("the-former-token-0001");
  private static final Token NEXT = Token.brought("the-next-token-000002");
  private static final ConfigMap BEFORE = configuration(FORMER, 1);
  private static final ConfigMap AFTER = configuration(NEXT, 2);
  private static final Configurations BOTH =
      new Configurations(List.of(BEFORE, AFTER), Set.of(), new VerifiedHashes());
  private static final Wish WISH =
      new Wish(
          new Wish.WantedServers(3, false, false),
          new Wish.WantedToken(
              Duration.ofMinutes(10), Optional.empty(), Optional.empty(), Optional.empty()));

  @Test
  void aDiscardedOneIsToldAtOnceWithTheServersThatRunWithIt() {
    assertThat(seen(state(Cause.Discarded, Duration.ZERO, Optional.empty())))
        .contains(new FormerToken(true, NOW, List.of("orders-nats-0", "orders-nats-1")));
  }

  @Test
  void anOrdinaryRollHasAMinute() {
    assertThat(seen(state(Cause.Requested, Duration.ofSeconds(59), Optional.empty()))).isEmpty();
    assertThat(seen(state(Cause.Requested, Duration.ofSeconds(61), Optional.empty())))
        .hasValueSatisfying(f -> {
          assertThat(f.discarded()).isFalse();
          assertThat(f.since()).isEqualTo(NOW.minusSeconds(61));
        });
  }

  @Test
  void inAnOverlapTheFormerOneIsRight() {
    assertThat(seen(overlapping(Duration.ofMinutes(9)))).isEmpty();
    assertThat(seen(overlapping(Duration.ofMinutes(10)))).isEmpty();
    assertThat(seen(overlapping(Duration.ofMinutes(12)))).isPresent();
  }

  @Test
  void manyAreCounted() {
    FormerToken many = new FormerToken(true, NOW, List.of("a", "b", "c", "d", "e", "f", "g"));
    assertThat(many.named()).isEqualTo("a, b, c, d, e and 2 others");
  }

  private static Optional<FormerToken> seen(TokenState state) {
    List<Pod> pods =
        List.of(
            pod(1, BEFORE, "10.0.0.2"),
            pod(0, BEFORE, "10.0.0.1"),
            pod(2, BEFORE, null),
            pod(3, AFTER, "10.0.0.4"));
    return FormerToken.of(SeenServers.unasked(pods, NOW, false), state, WISH, BOTH);
  }

  private static TokenState overlapping(Duration ago) {
    Instant since = NOW.minus(ago);
    return state(
        Cause.Requested,
        ago,
        Optional.of(new Overlap(1, Optional.of(FORMER), 2, Optional.of(since))));
  }

  private static TokenState state(Cause cause, Duration ago, Optional<Overlap> overlap) {
    return new TokenState(
        NEXT, 2, NOW.minus(ago), cause, Optional.empty(), Optional.empty(), overlap);
  }

  private static ConfigMap configuration(Token token, long generation) {
    String text = AuthorizationConfig.render(2, new TokenHasher(new SecureRandom()).hash(token, 4));
    return ConfigurationMap.desired(OWNER, text, ConfigDigest.of(text, ""), generation);
  }

  private static Pod pod(int ordinal, ConfigMap configuration, String ip) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("orders-nats-" + ordinal)
        .addToAnnotations(
            "natstoken.dev/config-digest", Configurations.digest(configuration.getMetadata()))
        .endMetadata()
        .withNewStatus()
        .withPodIP(ip)
        .endStatus()
        .build();
  }
}
