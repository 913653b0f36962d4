package dev.natstoken.operator.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natstoken.operator.nats.config.AuthorizationConfig;
import dev.natstoken.operator.nats.probe.ServerProbe;
import dev.natstoken.operator.nats.probe.ServerProbe.ProbeResult;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHash;
import dev.natstoken.operator.nats.token.TokenHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What real servers do with an authorization block that somebody else's nats.conf includes. */
@Tag("nats")
class AuthorizationIncludeIT {

  private static final Token TOKEN = Token.of("a-token-of-my-own-0123");
  private static final String INCLUDE = "  include ../auth/authorization.conf;\n";

  @TempDir Path folder;

  static List<Path> programs() {
    return RunningServer.programs();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void theIncludedBlockLetsInTheTokenAlone(Path program) throws Exception {
    assertThat(probed(program, "{\n  \"debug\": false,\n" + INCLUDE + "}\n"))
        .isInstanceOf(ProbeResult.Proved.class);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void ofTwoBlocksTheLastOneCountsAndNothingIsSaid(Path program) throws Exception {
    String other = "  \"authorization\": {\"token\": \"another-token\"},\n";
    assertThat(probed(program, "{\n" + other + INCLUDE + "}\n"))
        .isInstanceOf(ProbeResult.Proved.class);
    assertThat(probed(program, "{\n" + INCLUDE + other + "}\n"))
        .isInstanceOf(ProbeResult.Mismatch.class);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void besideUsersOfAccountsAServerDoesNotEvenStart(Path program) {
    String users =
        "  \"accounts\": {\"A\": {\"users\": [{\"user\": \"u\", \"password\": \"p\"}]}},\n";
    // nats-server reads its keys in no fixed order, so it complains of either block.
    assertThatThrownBy(() -> probed(program, "{\n" + users + INCLUDE + "}\n"))
        .hasMessageContaining("Can not have a token and ");
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void besideWhatIsNoRivalTheTokenDecides(Path program, String text) throws Exception {
    assertThat(probed(program, text + "\n" + INCLUDE)).isInstanceOf(ProbeResult.Proved.class);
  }

  static Stream<Arguments> harmless() {
    List<String> texts =
        List.of(
            "accounts { A { users: [] }, B {} }",
            "accounts: [A, B]\nsystem_account: A",
            "cluster { port: -1, authorization { user: a, password: b } }",
            "leafnodes { port: -1, authorization { timeout: 2 } }",
            "websocket { port: -1, no_tls: true, authorization { timeout: 2 } }");
    return programs().stream().flatMap(p -> texts.stream().map(text -> Arguments.of(p, text)));
  }

  private ProbeResult probed(Path program, String natsConf) throws Exception {
    write(new TokenHasher(new SecureRandom()).hash(TOKEN, 4));
    Path own = Files.createTempDirectory(folder, "server");
    try (RunningServer server = RunningServer.start(program, own, natsConf, "")) {
      return new ServerProbe().probe(server.endpoint(), Optional.of(TOKEN), Optional.empty(), "");
    }
  }

  private void write(TokenHash hash) throws IOException {
    String text = AuthorizationConfig.render(5, hash);
    AuthorizationConfig.check(text, h -> h.verifies(TOKEN));
    Files.createDirectories(folder.resolve("auth"));
    Files.writeString(folder.resolve("auth/authorization.conf"), text);
  }
}
