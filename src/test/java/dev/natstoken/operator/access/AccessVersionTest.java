package dev.natstoken.operator.access;

import static dev.natstoken.operator.access.Accesses.access;
import static dev.natstoken.operator.access.Accesses.allowing;
import static dev.natstoken.operator.access.Accesses.facts;
import static dev.natstoken.operator.access.Accesses.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessVersionTest {

  /** Holds the token 7. */
  private static final Secret HELD =
      AccessRules.decide(access(""), facts(allowing(), source(), null)).wanted().orElseThrow();

  @Test
  void itSaysWhatTheOneBesideTheServersSaysAndNoMore() {
    ConfigMap source =
        new ConfigMapBuilder(published("7")).addToData("note", "of somebody else").build();
    ConfigMap wanted = decide(source, null).wanted().orElseThrow();
    assertThat(wanted.getMetadata().getName()).isEqualTo("client-version");
    assertThat(wanted.getMetadata().getNamespace()).isEqualTo("shop");
    assertThat(wanted.getData()).isEqualTo(published("7").getData());
    assertThat(AccessOwner.controls(access(""), wanted)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"6", "8", "seven", "99999999999999999999"})
  void itWaitsForTheSecretAndForTheServers(String generation) {
    assertThat(decide(published(generation), null).wanted()).isEmpty();
  }

  @Test
  void itWaitsWhileThereIsNoneBesideTheServersOrOneOfSomebodyElse() {
    assertThat(decide(null, null).wanted()).isEmpty();
    ConfigMap foreign =
        new ConfigMapBuilder(published("7"))
            .editMetadata()
            .withOwnerReferences(List.<OwnerReference>of())
            .endMetadata()
            .build();
    assertThat(decide(foreign, null).wanted()).isEmpty();
  }

  @Test
  void aForeignOneIsLeftAloneAndToldOf() {
    ConfigMap foreign = owned("client-version", "somebody");
    AccessVersion version = decide(published("7"), foreign);
    assertThat(version.wanted()).isEmpty();
    assertThat(version.gone()).isEmpty();
    assertThat(version.problem().map(Problem::reason)).contains(Reason.NameConflict);
  }

  @Test
  void thatOfAFormerNameGoesAndNoneOfSomebodyElse() {
    ConfigMap former = owned("former-version", "access-uid");
    AccessVersion version =
        AccessVersion.decide(
            access(""),
            allowing(),
            HELD,
            new AccessVersion.Facts(
                Optional.empty(),
                Optional.empty(),
                List.of(former, owned("theirs-version", "somebody"))));
    assertThat(version.gone()).containsExactly(former);
  }

  private static AccessVersion decide(ConfigMap source, ConfigMap target) {
    NatsTokenAuth auth = allowing();
    return AccessVersion.decide(
        access(""),
        auth,
        HELD,
        new AccessVersion.Facts(
            Optional.ofNullable(source), Optional.ofNullable(target), List.of()));
  }

  private static ConfigMap published(String generation) {
    return new ConfigMapBuilder(owned("orders-nats-token-version", "auth-uid"))
        .withData(Map.of("generation", generation, "published-at", "2026-01-01T00:00:00Z"))
        .build();
  }

  private static ConfigMap owned(String name, String uid) {
    return Serialization.unmarshal(
        """
        metadata:
          namespace: shop
          name: %s
          ownerReferences: [{kind: Any, name: any, uid: %s, controller: true}]
        """
            .formatted(name, uid),
        ConfigMap.class);
  }

  /** What can be wrong with it. */
  static Problem taken() {
    return decide(published("7"), owned("client-version", "somebody")).problem().orElseThrow();
  }
}
