package dev.natstoken.operator.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofTest {

  private static final List<Proof> FROM_THE_BEST =
      List.of(
          new Proof.Proved(),
          new Proof.Withheld("strange"),
          new Proof.Inconclusive("full"),
          new Proof.Unreachable("away"),
          new Proof.Joining("few routes"),
          new Proof.Pending(),
          new Proof.Failed("wrong"),
          new Proof.Open("open"));

  @Test
  void theWorstAnswerCounts() {
    for (int end = 1; end <= FROM_THE_BEST.size(); end++) {
      List<Proof> some = new ArrayList<>(FROM_THE_BEST.subList(0, end));
      assertThat(Proof.worst(some)).isEqualTo(some.get(end - 1));
      Collections.reverse(some);
      assertThat(Proof.worst(some)).isEqualTo(some.get(0));
    }
  }

  @Test
  void whereNobodyIsAskedNothingIsWrong() {
    assertThat(Proof.worst(List.of())).isEqualTo(new Proof.Proved());
  }

  @Test
  void whereNothingSpeaksAgainstAServerItServes() {
    assertThat(FROM_THE_BEST.stream().filter(Proof::suffices))
        .isEqualTo(FROM_THE_BEST.subList(0, 4));
    assertThat(FROM_THE_BEST.stream().filter(Proof::undecided))
        .isEqualTo(FROM_THE_BEST.subList(1, 4));
  }

  @Test
  void silenceOfServersThatCouldBeAskedPublishesNoToken() {
    assertThat(FROM_THE_BEST.stream().filter(p -> p.allowsToPublish(true)))
        .containsExactly(new Proof.Proved(), new Proof.Withheld("strange"));
    assertThat(FROM_THE_BEST.stream().filter(p -> p.allowsToPublish(false)))
        .isEqualTo(FROM_THE_BEST.subList(0, 4));
  }

  @Test
  void aHintFollowsOnlyAnAnswerThatIsWrong() {
    assertThat(FROM_THE_BEST.stream().map(p -> p.withHint("!")))
        .containsExactly(
            new Proof.Proved(),
            new Proof.Withheld("strange"),
            new Proof.Inconclusive("full"),
            new Proof.Unreachable("away"),
            new Proof.Joining("few routes"),
            new Proof.Pending(),
            new Proof.Failed("wrong!"),
            new Proof.Open("open!"));
  }
}
