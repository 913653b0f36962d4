package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.probe.ClientConnection;
import dev.natstoken.operator.nats.probe.ServerProbe.Connections;
import dev.natstoken.operator.nats.token.Token;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StragglersTest {

  private static final Token TOKEN = Token.of("former-token-0123456789");

  @Test
  void theClientsOfAllServersAreCountedAndShownInOneOrder() {
    Stragglers stragglers =
        of(List.of(answer(1, client("b")), answer(2, client("c"), client("a")), answer(0)));
    assertThat(stragglers.count()).hasValue(3);
    assertThat(stragglers.some()).extracting(s -> s.client().name()).containsExactly("a", "b", "c");
  }

  @Test
  void aServerThatDoesNotSayMakesTheNumberUnknownButNotTheOthers() {
    Stragglers stragglers = of(List.of(answer(1, client("b")), Optional.empty()));
    assertThat(stragglers.count()).isEmpty();
    assertThat(stragglers.some()).hasSize(1);
  }

  @Test
  void aStatusShowsTwentyHoweverManyThereAre() {
    ClientConnection[] many =
        IntStream.range(0, 50)
            .mapToObj(i -> client("client-" + i))
            .toArray(ClientConnection[]::new);
    Stragglers stragglers = of(List.of(answer(50, many)));
    assertThat(stragglers.count()).hasValue(50);
    assertThat(stragglers.some()).hasSize(20);
  }

  @Test
  void noNameBringsATokenIntoTheStatus() {
    Stragglers stragglers = of(List.of(answer(1, client("x " + TOKEN.value() + " y"))));
    assertThat(stragglers.some().get(0).client().name()).isEqualTo("(holds the token)");
  }

  @Test
  void aLongNameIsCutWithASign() {
    assertThat(of(List.of(answer(1, client("n".repeat(64))))).some().get(0).client().name())
        .isEqualTo("n".repeat(64));
    assertThat(of(List.of(answer(1, client("n".repeat(65))))).some().get(0).client().name())
        .isEqualTo("n".repeat(63) + "…");
  }

  private static Stragglers of(List<Optional<Connections>> answers) {
    return Stragglers.of(answers, List.of(TOKEN));
  }

  private static Optional<Connections> answer(int count, ClientConnection... clients) {
    return Optional.of(new Connections(count, List.of(clients)));
  }

  private static ClientConnection client(String name) {
    return new ClientConnection(name, "10.0.0.1", "go", "1.2.3");
  }
}
