package dev.natstoken.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WriteAnswersTest {

  private static final String OWNER = "uid-of-the-resource";

  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final InstantSource source = () -> now;
  private final WriteAnswers answers = new WriteAnswers(source.withZone(ZoneOffset.UTC));

  private final Service desired = service("ours");
  private final Service changed = service("theirs");

  @Test
  void whatTheLastWriteLeftIsAnswered() {
    assertThat(answers.isAnswered(desired, changed)).isFalse();
    answers.wrote(desired, Optional.of(desired), changed);
    assertThat(answers.isAnswered(desired, changed)).isTrue();
  }

  @Test
  void theBookkeepingOfTheApiServerIsNoChange() {
    answers.wrote(desired, Optional.of(desired), changed);
    Service later = service("theirs");
    later.getMetadata().setResourceVersion("7");
    later.getMetadata().setGeneration(3L);
    assertThat(answers.isAnswered(desired, later)).isTrue();
  }

  @Test
  void anEditSinceOrAnotherWishIsNotAnswered() {
    answers.wrote(desired, Optional.of(desired), changed);
    assertThat(answers.isAnswered(desired, service("by hand"))).isFalse();
    assertThat(answers.isAnswered(service("other"), changed)).isFalse();
  }

  @Test
  void theAnswerCountsForTenMinutes() {
    answers.wrote(desired, Optional.of(desired), changed);
    pass(Duration.ofMinutes(10).minusSeconds(1));
    assertThat(answers.isAnswered(desired, changed)).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(answers.isAnswered(desired, changed)).isFalse();
  }

  @Test
  void whatIsAsDesiredIsComparedOnce() {
    assertThat(comparisons(desired, changed, true)).isOne();
    assertThat(comparisons(service("ours"), changed, true)).as("the same again").isZero();
    assertThat(comparisons(desired, service("theirs"), true)).as("another one there").isOne();
    assertThat(comparisons(desired, changed, true)).as("the other one is known now").isOne();
    assertThat(comparisons(service("other"), changed, true)).as("another wish").isOne();
  }

  @Test
  void whatIsNotAsDesiredIsComparedEachTime() {
    assertThat(comparisons(desired, changed, false)).isOne();
    assertThat(comparisons(desired, changed, false)).isOne();
  }

  private int comparisons(Service wanted, Service there, boolean equal) {
    AtomicInteger comparisons = new AtomicInteger();
    boolean answer =
        answers.isAsDesired(
            wanted,
            there,
            () -> {
              comparisons.incrementAndGet();
              return equal;
            });
    assertThat(answer).isEqualTo(equal);
    return comparisons.get();
  }

  @Test
  void aTemplateIsAsItWasWhateverTheSize() {
    assertThat(answers.keepsTemplate(set(3, "ours"), set(3, "theirs"))).isEmpty();
    answers.wrote(set(3, "ours"), Optional.empty(), set(3, "theirs"));
    assertThat(answers.keepsTemplate(set(2, "ours"), set(2, "theirs"))).contains(true);
    assertThat(answers.keepsTemplate(set(2, "ours"), set(2, "by hand"))).contains(false);
    assertThat(answers.keepsTemplate(set(2, "other"), set(2, "theirs"))).isEmpty();
  }

  @Test
  void whatIsTakenBackIsWrittenMoreAndMoreRarely() {
    for (int i = 0; i < 5; i++) {
      assertThat(waits()).isFalse();
      answers.wrote(desired, Optional.of(changed), desired);
    }
    for (int seconds : new int[] {2, 4, 8, 16, 32, 60, 60}) {
      assertThat(waits()).isTrue();
      assertThat(answers.pause(OWNER)).contains(Duration.ofSeconds(seconds));
      pass(Duration.ofSeconds(seconds));
      assertThat(waits()).isFalse();
      assertThat(answers.pause(OWNER)).isEmpty();
      answers.wrote(desired, Optional.of(changed), desired);
    }
  }

  @Test
  void anotherWishAndARestAreWrittenAtOnce() {
    for (int i = 0; i < 9; i++) {
      answers.wrote(desired, Optional.of(changed), desired);
    }
    assertThat(answers.hasToWait(OWNER, service("other"), changed)).isFalse();
    pass(Duration.ofMinutes(10));
    answers.wrote(desired, Optional.of(changed), desired);
    assertThat(waits()).isFalse();
  }

  @Test
  void writesOfSomethingElseBetweenThemEndNoFight() {
    for (int i = 0; i < 5; i++) {
      answers.wrote(desired, Optional.of(changed), desired);
      answers.wrote(service("other"), Optional.of(changed), desired);
    }
    assertThat(waits()).isTrue();
  }

  @Test
  void goingToAndFroBetweenTwoWishesIsNoFight() {
    Service other = service("other");
    for (int i = 0; i < 9; i++) {
      assertThat(answers.hasToWait(OWNER, desired, other)).isFalse();
      answers.wrote(desired, Optional.of(other), desired);
      assertThat(answers.hasToWait(OWNER, other, desired)).isFalse();
      answers.wrote(other, Optional.of(desired), other);
    }
  }

  @Test
  void whatWasChangedAsAPartOfItIsOurs() {
    for (int i = 0; i < 9; i++) {
      answers.wrote(desired, Optional.of(changed), desired);
      answers.left(changed);
    }
    assertThat(waits()).isFalse();
  }

  @Test
  void theSoonestOfSeveralPausesOfAResourceCounts() {
    for (int i = 0; i < 5; i++) {
      answers.wrote(desired, Optional.of(changed), desired);
    }
    for (int i = 0; i < 7; i++) {
      answers.wrote(service("other"), Optional.of(changed), desired);
    }
    assertThat(answers.hasToWait(OWNER, service("other"), changed)).isTrue();
    assertThat(answers.pause(OWNER)).contains(Duration.ofSeconds(8));
    assertThat(waits()).isTrue();
    assertThat(answers.hasToWait(OWNER, service("other"), changed)).isTrue();
    assertThat(answers.pause(OWNER)).contains(Duration.ofSeconds(2));
  }

  private boolean waits() {
    return answers.hasToWait(OWNER, desired, changed);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private static Service service(String label) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName("orders-nats")
        .withUid("uid")
        .addToLabels("name", label)
        .endMetadata()
        .build();
  }

  private static StatefulSet set(int replicas, String image) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withName("orders-nats")
        .withUid("uid")
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewTemplate()
        .withNewSpec()
        .addNewContainer()
        .withImage(image)
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
