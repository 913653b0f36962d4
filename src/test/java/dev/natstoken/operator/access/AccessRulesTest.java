package dev.natstoken.operator.access;

import static dev.natstoken.operator.access.Accesses.FORMER;
import static dev.natstoken.operator.access.Accesses.TOKEN;
import static dev.natstoken.operator.access.Accesses.access;
import static dev.natstoken.operator.access.Accesses.allowing;
import static dev.natstoken.operator.access.Accesses.auth;
import static dev.natstoken.operator.access.Accesses.brought;
import static dev.natstoken.operator.access.Accesses.broughtAgainBy;
import static dev.natstoken.operator.access.Accesses.facts;
import static dev.natstoken.operator.access.Accesses.holding;
import static dev.natstoken.operator.access.Accesses.inOverlap;
import static dev.natstoken.operator.access.Accesses.ours;
import static dev.natstoken.operator.access.Accesses.secret;
import static dev.natstoken.operator.access.Accesses.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.access.AccessVerdict.Said;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.HeldToken;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {

  @Test
  void theCopyHasWhatClientsReadAndNothingElseOfTheTokenSecret() {
    Secret copy =
        AccessRules.decide(
                access(", template: {a: 't={{token}}'}"), facts(allowing(), source(), null))
            .wanted()
            .orElseThrow();
    assertThat(copy.getData().keySet()).containsExactlyInAnyOrder("token", "servers", "a");
    assertThat(SecretText.of(copy, "a")).isEqualTo("t=" + TOKEN);
    assertThat(copy.getMetadata().getNamespace()).isEqualTo("shop");
    assertThat(copy.getMetadata().getLabels())
        .doesNotContainKeys("app.kubernetes.io/instance", "natstoken.dev/resource");
    assertThat(AccessSecret.generation(copy)).contains(7L);
    assertThat(AccessOwner.controls(access(""), copy)).isTrue();
  }

  @Test
  void withoutConsentAllSecretsGo() {
    assertRefused(
        facts(auth("{}"), source(), ours("client"), ours("former")), Reason.AccessNotAllowed, 2);
  }

  @Test
  void aResourceThatIsNotThereReadsLikeOneThatDoesNotAllow() {
    AccessVerdict notThere = AccessRules.decide(access(""), facts(null, null, null));
    AccessVerdict notAllowed = AccessRules.decide(access(""), facts(auth("{}"), source(), null));
    assertThat(notThere.said()).isEqualTo(notAllowed.said());
  }

  @Test
  void aResourceThatIsBeingDeletedGivesNothingMore() {
    NatsTokenAuth going = allowing();
    going.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    assertRefused(facts(going, source(), ours("client")), Reason.AccessNotAllowed, 1);
  }

  @Test
  void aTokenThatCameByAnAccessGoesNoFurther() {
    AccessFacts facts = facts(allowing(), source(), ours("client"));
    assertRefused(
        brought(facts, secret("b", "NatsTokenAccess", "x", "y")), Reason.TokenFromAccess, 1);
    assertThat(
            AccessRules.decide(access(""), brought(facts, secret("b", "ExternalSecret", "x", "y")))
                .wanted())
        .isPresent();
  }

  /** Whoever deleted the Secret of a circle would else make it again, for ever. */
  @Test
  void aCircleThatWasCutStaysSo() {
    AccessFacts facts = facts(allowing(), source(), ours("client"));
    assertRefused(broughtAgainBy(facts, "x"), Reason.TokenFromAccess, 1);
    assertThat(AccessRules.decide(access(""), broughtAgainBy(facts)).wanted()).isPresent();
  }

  @Test
  void aSecretThatSomebodyElseMadeUnderTheNameOfAnAccessIsNotItsToken() {
    AccessFacts facts = facts(allowing(), source(), null);
    Secret users = secret("b", "ExternalSecret", "x", "y");
    assertThat(
            AccessRules.decide(access(""), Accesses.brought(facts, Optional.of(users), "x"))
                .wanted())
        .isPresent();
  }

  @Test
  void consentCountsForAPausedAccessToo() {
    AccessVerdict paused =
        AccessRules.decide(access(", paused: true"), facts(allowing(), source(), ours("client")));
    assertThat(paused.said()).isInstanceOf(Said.Paused.class);
    assertThat(paused.stands()).isPresent();
    AccessVerdict gone =
        AccessRules.decide(access(", paused: true"), facts(auth("{}"), source(), ours("client")));
    assertThat(gone.gone()).hasSize(1);
  }

  @Test
  void aSecretOfSomebodyElseIsNeitherWrittenNorTakenAway() {
    Secret foreign = secret("client", "ExternalSecret", "x", "y");
    assertRefused(facts(allowing(), source(), foreign), Reason.NameConflict, 0);
    assertRefused(facts(auth("{}"), source(), foreign), Reason.AccessNotAllowed, 0);
  }

  @Test
  void aSecretOfADeletedNamesakeIsWaitedFor() {
    AccessVerdict verdict =
        AccessRules.decide(
            access(""),
            facts(
                allowing(), source(), secret("client", "NatsTokenAccess", "client", "former-uid")));
    assertThat(verdict.said()).isInstanceOf(Said.Waiting.class);
    assertThat(verdict.stands()).isEmpty();
  }

  @Test
  void aSecretThatLostItsOwnerIsTakenUpByItsLabels() {
    assertThat(AccessRules.decide(access(""), facts(allowing(), source(), left())).wanted())
        .isPresent();
  }

  /** Whoever copies the Secret under another name copies its labels, too. */
  @Test
  void aSecretOfAnotherNameThatOnlyHasTheLabelsIsNotTakenAway() {
    String elsewhere = ", secretName: new";
    assertThat(
            AccessRules.decide(access(elsewhere), facts(allowing(), source(), null, left())).gone())
        .isEmpty();
    assertThat(AccessRules.decide(access(elsewhere), facts(null, null, null, left())).gone())
        .isEmpty();
  }

  /** Nothing but its labels tells whose it was. */
  private static Secret left() {
    return new SecretBuilder(ours("client"))
        .editMetadata()
        .withOwnerReferences()
        .addToLabels("app.kubernetes.io/managed-by", "nats-token-operator")
        .addToLabels(AccessOwner.LABEL, "client")
        .endMetadata()
        .build();
  }

  /** The servers may not know a token that nobody could use. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "weak", "$2a$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
  void aTokenThatCannotBeUsedIsNotCopied(String token) {
    Secret source =
        new SecretBuilder(source()).addToData("token", SecretText.encode(token)).build();
    AccessVerdict verdict =
        AccessRules.decide(access(""), facts(allowing(), source, ours("client")));
    assertThat(verdict.said()).isInstanceOf(Said.Waiting.class);
    assertThat(verdict.stands()).isPresent();
    assertThat(verdict.gone()).isEmpty();
  }

  @Test
  void aSecretThatOnlyHasTheNameOfTheTokenSecretIsNotCopied() {
    Secret foreign =
        new SecretBuilder(source()).editMetadata().withOwnerReferences().endMetadata().build();
    assertThat(AccessRules.decide(access(""), facts(allowing(), foreign, null)).said())
        .isInstanceOf(Said.Waiting.class);
  }

  @Test
  void aSecretOfAFormerNameGoes() {
    AccessVerdict verdict =
        AccessRules.decide(
            access(", secretName: new"), facts(allowing(), source(), null, ours("client")));
    assertThat(verdict.gone()).extracting(s -> s.getMetadata().getName()).containsExactly("client");
    assertThat(verdict.wanted().orElseThrow().getMetadata().getName()).isEqualTo("new");
  }

  @Test
  void whatIsTooLargeIsNotWrittenAndTheOldOneStays() {
    Secret large =
        new SecretBuilder(source())
            .addToData("ca.crt", SecretText.encode("a".repeat(1 << 20)))
            .build();
    AccessVerdict verdict =
        assertRefused(facts(allowing(), large, ours("client")), Reason.SecretTooLarge, 0);
    assertThat(verdict.stands()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    TOKEN + ", holds the published token",
    FORMER + ", holds the former token",
    "of-two-rotations-ago-0123456789abcdefghi, holds a token that has ended"
  })
  void whatDoesNotFollowSaysWhetherItsTokenStillWorks(String held, String told) {
    AccessFacts facts = facts(allowing(), inOverlap(), holding(held));
    assertThat(
            AccessRules.unfollowed(access(""), facts, new Problem(Reason.WriteRefused, "Refused"))
                .message())
        .startsWith("Refused. It ")
        .contains(told)
        .doesNotContain(held);
    assertThat(AccessRules.decide(access(", paused: true"), facts).said())
        .isInstanceOfSatisfying(
            Said.Paused.class, paused -> assertThat(paused.held().orElseThrow()).contains(told));
  }

  @Test
  void theFormerTokenHasEndedOnceTheRotationHas() {
    Secret stands = holding(FORMER);
    assertThat(HeldToken.of(stands, inOverlap())).isEqualTo(HeldToken.FORMER);
    assertThat(HeldToken.of(stands, source())).isEqualTo(HeldToken.ENDED);
  }

  private static AccessVerdict assertRefused(AccessFacts facts, Reason reason, int gone) {
    AccessVerdict verdict = AccessRules.decide(access(""), facts);
    assertThat(verdict.said())
        .isInstanceOfSatisfying(
            Said.Refused.class, r -> assertThat(r.problem().reason()).isEqualTo(reason));
    assertThat(verdict.gone()).hasSize(gone);
    assertThat(verdict.wanted()).isEmpty();
    return verdict;
  }
}
