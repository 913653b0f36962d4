package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.natstoken.operator.nats.config.RouteCredentials;
import dev.natstoken.operator.nats.config.RoutesConfig;
import dev.natstoken.operator.nats.config.RoutesFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

  private static final Owner OWNER = GoldenSets.OWNER;
  private static final RouteCredentials CREDENTIALS = new RouteCredentials("routes", "password");

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 3", "4, 3", "64, 3"})
  void atMostThreeServersAreSeeds(int replicas, int seeds) {
    assertThat(Routes.seedsFor(replicas)).isEqualTo(seeds);
  }

  @Test
  void aFileDialsTheFirstServers() {
    String text = Routes.begin(OWNER, CREDENTIALS, 1).file(2).text();
    assertThat(RoutesConfig.seeds(text)).isEqualTo(2);
    assertThat(text)
        .contains(
            "orders-nats-0.orders-nats-headless.shop.svc:6222",
            "orders-nats-1.orders-nats-headless.shop.svc:6222");
  }

  /** Else a server that runs on would come back with another configuration than it is to have. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void noFileChangesItsMeaningHoweverTheSizeOfTheSetDoes(int began) {
    Routes routes = Routes.begin(OWNER, CREDENTIALS, began);
    String first = routes.file(Routes.seedsFor(began)).text();
    assertThat(routes.file(Routes.seedsFor(began)).name()).isEqualTo("routes.conf");
    assertThat(Routes.read(OWNER, first)).isEqualTo(routes);
    assertThat(routes.files()).extracting(RoutesFile::name).doesNotHaveDuplicates().hasSize(3);
  }

  @Test
  void withoutCredentialsThereAreNone() {
    String text = Routes.begin(OWNER, new RouteCredentials("routes", ""), 1).file(1).text();
    assertThatIllegalArgumentException().isThrownBy(() -> Routes.read(OWNER, text));
  }

  @Test
  void thePasswordStandsInNoText() {
    Routes routes = Routes.begin(OWNER, CREDENTIALS, 1);
    assertThat(routes.toString()).doesNotContain(CREDENTIALS.password());
    assertThat(routes.file(1).toString()).doesNotContain(CREDENTIALS.password());
  }
}
