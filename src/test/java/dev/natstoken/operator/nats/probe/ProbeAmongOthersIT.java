package dev.natstoken.operator.nats.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.RunningServer;
import dev.natstoken.operator.nats.config.AuthorizationConfig;
import dev.natstoken.operator.nats.probe.ServerProbe.ProbeResult;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHasher;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers tell their clients of each other, and a client that is refused tries the next one. */
@Tag("nats")
class ProbeAmongOthersIT {

  private static final Token OWN = Token.of("token-of-the-first-server");
  private static final Token OTHER = Token.of("token-of-the-second-server");

  private final ServerProbe probe = new ServerProbe();
  private final List<Integer> routePorts =
      List.of(RunningServer.freePort(), RunningServer.freePort());

  @TempDir Path folder;

  static List<Path> programs() {
    return RunningServer.programs();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aTokenOfAnotherServerProvesNothing(Path program) throws Exception {
    try (RunningServer first = start(program, 0, OWN);
        RunningServer second = start(program, 1, OTHER)) {
      Awaitility.await("they know each other")
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .until(() -> probe.peers(first.endpoint()).equals(Optional.of(1)));
      assertThat(probe(first, OWN)).isInstanceOf(ProbeResult.Proved.class);
      assertThat(probe(second, OTHER)).isInstanceOf(ProbeResult.Proved.class);
      assertThat(probe(first, OTHER)).isInstanceOf(ProbeResult.Mismatch.class);
    }
  }

  private ProbeResult probe(RunningServer server, Token token) {
    return probe.probe(server.endpoint(), Optional.of(token), Optional.empty(), "");
  }

  private RunningServer start(Path program, int number, Token token) {
    String block =
        AuthorizationConfig.render(5, new TokenHasher(new SecureRandom()).hash(token, 4));
    String cluster =
        "cluster { name: c, listen: \"127.0.0.1:%d\", routes: [\"nats://127.0.0.1:%d\"] }"
            .formatted(routePorts.get(number), routePorts.get(1 - number));
    return RunningServer.start(
        program, folder.resolve("server-" + number), cluster + "\n" + block, "");
  }
}
