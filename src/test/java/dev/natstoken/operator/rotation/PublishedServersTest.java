package dev.natstoken.operator.rotation;

import static dev.natstoken.operator.rotation.Given.OLD;
import static dev.natstoken.operator.rotation.Given.edited;
import static dev.natstoken.operator.rotation.Given.overlapping;
import static dev.natstoken.operator.rotation.Given.pending;
import static dev.natstoken.operator.rotation.Given.published;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PublishedServersTest {

  @Test
  void withoutARotationAllThatAreWantedAreListed() {
    assertThat(servers(published(OLD), 3, 5)).containsExactly(0, 1, 2);
    assertThat(servers(published(OLD), 3, 0)).containsExactly(0, 1, 2);
  }

  @Test
  void whileATokenIsPendingTheLowerHalfIsListed() {
    assertThat(servers(pending(), 4, 4)).containsExactly(0, 1);
    assertThat(servers(pending(), 5, 5)).containsExactly(0, 1, 2);
  }

  @Test
  void fromThePublicationOnTheServersWithTheNewTokenAreListed() {
    assertThat(servers(overlapping(2, Duration.ZERO), 4, 4)).containsExactly(2, 3);
    assertThat(servers(edited(), 3, 3)).containsExactly(2);
  }

  @Test
  void aServerThatComesInAnOverlapIsListed() {
    assertThat(servers(overlapping(2, Duration.ZERO), 5, 4)).containsExactly(2, 3, 4);
  }

  @Test
  void thoseThatAreWantedNoMoreStayUntilOthersHaveTheirToken() {
    assertThat(servers(overlapping(2, Duration.ZERO), 2, 4)).containsExactly(2, 3);
  }

  @Test
  void whereNoneOfThemIsThereAnyMoreAllThatAreWantedAreListed() {
    assertThat(servers(overlapping(2, Duration.ZERO), 2, 2)).containsExactly(0, 1);
    assertThat(servers(overlapping(2, Duration.ZERO), 1, 0)).containsExactly(0);
  }

  private static int[] servers(TokenState state, int wanted, int existing) {
    return PublishedServers.of(state, wanted, existing).ordinals().toArray();
  }
}
