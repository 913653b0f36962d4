package dev.natstoken.operator.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.config.GoldenConfigs;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("nats")
class LoggingIT {

  @TempDir Path folder;

  static List<Path> programs() {
    return RunningServer.programs();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aTraceShowsPayloadsUpToTheirLimitAndNoToken(Path program) throws Exception {
    GoldenConfigs.Texts texts =
        GoldenConfigs.all().get("all-logging").withRoutePort(RunningServer.freePort());
    try (var server = RunningServer.start(program, folder, texts);
        Connection client = server.connect()) {
      client.publish("greet", "a".repeat(1000).getBytes(StandardCharsets.UTF_8));
      client.flush(Duration.ofSeconds(10));
    }
    assertThat(Files.readString(folder.resolve("server.log")))
        .contains("a".repeat(64))
        .doesNotContain("a".repeat(65))
        .doesNotContain(GoldenConfigs.TOKEN.value());
  }
}
