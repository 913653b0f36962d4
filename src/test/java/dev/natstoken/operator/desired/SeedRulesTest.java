package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.nats.config.RouteCredentials;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHash;
import dev.natstoken.operator.nats.token.TokenHasher;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tests are named after the rules. */
class SeedRulesTest {

  private static final Routes ROUTES =
      Routes.begin(GoldenSets.OWNER, new RouteCredentials("routes", "password"), 1);
  private static final TokenHash HASH =
      new TokenHasher(new SecureRandom()).hash(Token.of("abcdefgh-12345678"), 4);

  @Test
  void aNewSetGetsTheSeedsThatFit() {
    assertThat(choose(1, Set.of(), Set.of())).isEqualTo(1);
    assertThat(choose(5, Set.of(), Set.of())).isEqualTo(3);
  }

  @Test
  void asLongAsNothingElseChangesServersKeepTheirSeedsWhateverTheSize() {
    assertThat(choose(3, Set.of(1), Set.of())).isEqualTo(1);
    assertThat(choose(2, Set.of(1), Set.of())).isEqualTo(1);
    assertThat(choose(1, Set.of(3), Set.of())).isEqualTo(3);
  }

  @Test
  void serversOfAnEarlierVersionBecomeAsTheyAreNowWhenTheyRestartForAnotherReason() {
    SeedRules rules = SeedRules.of(1, seeds -> plan(1, seeds));
    Plan before = plan(1, 1).asBefore();
    assertThat(rules.choose(before::equals, Set.of()))
        .isEqualTo(new SeedRules.Chosen(before, true));
    assertThat(rules.choose(_ -> false, Set.of()).plan().servers().configuration().asBefore())
        .isFalse();
  }

  @Test
  void serversThatGoBackToAConfigurationThatOthersStillRunGetTheSeedsOfThatOne() {
    assertThat(choose(3, Set.of(), Set.of(1))).isEqualTo(1);
  }

  @Test
  void serversThatRestartForAnotherReasonGetTheSeedsThatFit() {
    assertThat(choose(3, Set.of(), Set.of())).isEqualTo(3);
  }

  /**
   * The number of seeds that is chosen.
   *
   * @param live with how many seeds the set has what is wanted
   * @param left with how many servers run it, while the template has something else
   */
  private static int choose(int replicas, Set<Integer> live, Set<Integer> left) {
    Set<String> digests =
        Set.copyOf(
            left.stream().map(s -> plan(replicas, s).servers().configuration().digest()).toList());
    Plan chosen =
        SeedRules.of(replicas, seeds -> plan(replicas, seeds))
            .choose(p -> live.stream().anyMatch(s -> p.equals(plan(replicas, s))), digests)
            .plan();
    return List.of(1, 2, 3).stream()
        .filter(s -> chosen.equals(plan(replicas, s)))
        .findFirst()
        .orElseThrow();
  }

  private static Plan plan(int replicas, int seeds) {
    NatsTokenAuth resource =
        Serialization.unmarshal("spec: {replicas: " + replicas + "}", NatsTokenAuth.class);
    return Plan.of(
        GoldenSets.OWNER,
        resource.specOrDefaults(),
        new Plan.DefaultImages(DefaultImage.of("mirror/nats"), DefaultImage.of("mirror/exporter")),
        new Plan.Credentials(HASH, ROUTES.file(seeds), _ -> true),
        List.of(),
        Optional.empty());
  }
}
