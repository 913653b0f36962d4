package dev.natstoken.operator.rotation;

import static dev.natstoken.operator.rotation.Given.OLD;
import static dev.natstoken.operator.rotation.Given.edited;
import static dev.natstoken.operator.rotation.Given.overlapping;
import static dev.natstoken.operator.rotation.Given.pending;
import static dev.natstoken.operator.rotation.Given.published;
import static dev.natstoken.operator.rotation.Server.Health.FAILING;
import static dev.natstoken.operator.rotation.Server.Health.READY;
import static dev.natstoken.operator.rotation.Server.Health.STARTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
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

  @Test
  void clientsGetInWhenAListedServerLetsInThePublishedTokenAndNoneThatIsReadyLetsInAnother() {
    TokenState state = published(OLD);
    assertThat(letIn(state, server(0, true, READY), server(1, true, READY))).isTrue();
    assertThat(letIn(state, server(0, true, READY), server(1, false, STARTING))).isTrue();
    assertThat(letIn(state, server(0, true, READY), server(1, false, READY))).isFalse();
    assertThat(letIn(state, server(0, true, STARTING), server(1, true, FAILING))).isFalse();
    assertThat(letIn(state)).isFalse();
  }

  @Test
  void whatServersDoThatAreNotListedIsNothingToClients() {
    TokenState state = overlapping(1, Duration.ZERO);
    assertThat(letIn(state, server(0, false, READY), server(1, true, READY))).isTrue();
    assertThat(letIn(state, server(0, true, READY), server(1, false, READY))).isFalse();
  }

  @Test
  void whileATokenIsPendingClientsNeedTheOneThatIsPublished() {
    assertThat(letIn(pending(), server(0, false, READY), server(1, true, READY))).isTrue();
    assertThat(letIn(pending(), server(0, true, READY), server(1, true, READY))).isFalse();
  }

  private static boolean letIn(TokenState state, Server... servers) {
    SetView set = new SetView(2, 0, true, false, List.of(servers));
    return PublishedServers.of(state, 2, 2).letIn(set, state);
  }

  private static Server server(int ordinal, boolean onTarget, Server.Health health) {
    return new Server(ordinal, onTarget, true, health, true);
  }

  private static int[] servers(TokenState state, int wanted, int existing) {
    return PublishedServers.of(state, wanted, existing).ordinals().toArray();
  }
}
