package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.desired.ConfigurationMap;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.nats.config.ConfigDigest;
import dev.natstoken.operator.nats.config.GoldenConfigs;
import dev.natstoken.operator.nats.config.NatsConfig;
import dev.natstoken.operator.nats.config.RoutesConfig;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHash;
import dev.natstoken.operator.nats.token.TokenHasher;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigurationsTest {

  private static final Owner OWNER = new Owner("shop", "orders", "uid-1", Map.of());
  private static final Token FIRST = Token.of("first-token-0123456789");
  private static final Token SECOND = Token.of("second-token-0123456789");
  private static final Token NEVER = Token.of("never-configured-0123456789");

  private final TokenHasher hasher = new TokenHasher(new SecureRandom());
  private final TokenHash first = hasher.hash(FIRST, 4);
  private final TokenHash firstDearer = hasher.hash(FIRST, 5);
  private final TokenHash second = hasher.hash(SECOND, 4);

  @Test
  void theHashOfATokenIsTakenAgainForTheSameCostOnly() {
    Configurations configurations = of(map(first, 1), map(second, 2));
    assertThat(configurations.hash(FIRST, 4)).contains(first);
    assertThat(configurations.hash(SECOND, 4)).contains(second);
    assertThat(configurations.hash(FIRST, 5)).isEmpty();
    assertThat(configurations.hash(NEVER, 4)).isEmpty();
  }

  @Test
  void aTokenWithTwoHashesKeepsBothAndItsNumber() {
    Configurations configurations = of(map(first, 1), map(firstDearer, 1));
    assertThat(configurations.hash(FIRST, 4)).contains(first);
    assertThat(configurations.hash(FIRST, 5)).contains(firstDearer);
    assertThat(configurations.generation(FIRST)).contains(1L);
  }

  @Test
  void aTokenHasTheNumberItWasConfiguredWith() {
    Configurations configurations = of(map(second, 2), map(first, 1));
    assertThat(configurations.generation(FIRST)).contains(1L);
    assertThat(configurations.generation(SECOND)).contains(2L);
    assertThat(configurations.generation(NEVER)).isEmpty();
  }

  @Test
  void aTokenThatCameBackHasItsNewestNumber() {
    assertThat(of(map(first, 1), map(firstDearer, 3)).generation(FIRST)).contains(3L);
  }

  @Test
  void theNewestNumberIsTheLargestAndNoughtWhereThereIsNone() {
    assertThat(of(map(first, 9), map(second, 10)).newestGeneration()).isEqualTo(10);
    assertThat(of().newestGeneration()).isZero();
  }

  @Test
  void theOrderInWhichTheCacheGivesThemDoesNotMatter() {
    TokenHash other = hasher.hash(FIRST, 4);
    ConfigMap a = named(map(first, 1), "a");
    ConfigMap b = named(map(other, 1), "b");
    assertThat(of(a, b).hash(FIRST, 4)).contains(first);
    assertThat(of(b, a).hash(FIRST, 4)).contains(first);
  }

  @Test
  void aDamagedConfigurationIsPassedOver() {
    ConfigMap empty = new ConfigMapBuilder(map(first, 7)).withData(null).build();
    ConfigMap cut =
        new ConfigMapBuilder(map(first, 8))
            .addToData(ConfigurationMap.FILE, "authorization: {\"token\":\"$2a$04$\"}\n")
            .build();
    Configurations configurations = of(empty, cut, map(second, 2));
    assertThat(configurations.hash(FIRST, 4)).isEmpty();
    assertThat(configurations.hash(SECOND, 4)).contains(second);
    assertThat(configurations.newestGeneration()).isEqualTo(8);
  }

  @Test
  void anObjectWithoutANumberCountsAsNought() {
    assertThat(Configurations.generation(map(first, 5))).isEqualTo(5);
    assertThat(Configurations.generation(annotated("many"))).isZero();
    assertThat(
            Configurations.generation(
                new ConfigMapBuilder().withNewMetadata().endMetadata().build()))
        .isZero();
  }

  @Test
  void aNumberThatIsTooLongCountsAsNought() {
    assertThat(Configurations.generation(annotated("999999999"))).isEqualTo(999_999_999);
    assertThat(Configurations.generation(annotated("1000000000"))).isZero();
    assertThat(Configurations.generation(annotated("9223372036854775807"))).isZero();
    assertThat(Configurations.generation(annotated("-1"))).isZero();
  }

  @Test
  void ofThoseThatNoServerHasOnlyTheNewestFewAreLookedAt() {
    List<ConfigMap> maps = new ArrayList<>(List.of(map(first, 1), map(second, 2)));
    for (int i = 0; i < 8; i++) {
      maps.add(named(annotated("90000000" + i), "forged-" + i));
    }
    assertThat(new Configurations(maps, Set.of(), new VerifiedHashes()).generation(SECOND))
        .isEmpty();
    String used = Configurations.digest(map(first, 1).getMetadata());
    Configurations withUsed = new Configurations(maps, Set.of(used), new VerifiedHashes());
    assertThat(withUsed.generation(FIRST)).contains(1L);
    assertThat(withUsed.letsIn(used, FIRST)).isTrue();
  }

  private static ConfigMap annotated(String generation) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .addToAnnotations(Labels.TOKEN_GENERATION, generation)
        .endMetadata()
        .build();
  }

  private static ConfigMap named(ConfigMap map, String name) {
    return new ConfigMapBuilder(map).editMetadata().withName(name).endMetadata().build();
  }

  private static Configurations of(ConfigMap... maps) {
    return new Configurations(List.of(maps), Set.of(), new VerifiedHashes());
  }

  private static ConfigMap map(TokenHash hash, long generation) {
    String text = NatsConfig.render(GoldenConfigs.leaving(30, 5), hash, RoutesConfig.FILE);
    return ConfigurationMap.desired(OWNER, text, ConfigDigest.of(text, ""), generation);
  }
}
