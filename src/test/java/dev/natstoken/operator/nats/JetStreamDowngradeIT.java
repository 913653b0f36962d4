package dev.natstoken.operator.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natstoken.operator.nats.config.GoldenConfigs;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an older nats-server makes of the streams that a newer one wrote. */
@Tag("nats")
class JetStreamDowngradeIT {

  private static final Path NEW = RunningServer.programs().get(0);
  private static final Path OLD = RunningServer.programs().get(1);

  @TempDir Path folder;

  @Test
  void anOlderServerServesOrdinaryStreamsAndKeepsOthersUntilANewerOneIsBack() throws Exception {
    try (var server = start(NEW);
        var client = server.connect()) {
      create(client, "ordinary", "");
      create(client, "newer", ",\"allow_batched\":true");
      publish(client, "ordinary");
      publish(client, "newer");
    }
    try (var server = start(OLD);
        var client = server.connect()) {
      assertThat(server.isHealthy()).isTrue();
      publish(client, "ordinary");
      assertThat(messages(client, "ordinary")).isEqualTo(2);
      assertThatThrownBy(() -> publish(client, "newer")).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> messages(client, "newer"))
          .isInstanceOf(JetStreamApiException.class)
          .hasMessageContaining("stream is offline");
    }
    try (var server = start(NEW);
        var client = server.connect()) {
      assertThat(messages(client, "ordinary")).isEqualTo(2);
      publish(client, "newer");
      assertThat(messages(client, "newer")).isEqualTo(2);
    }
  }

  private RunningServer start(Path program) {
    return RunningServer.start(
        program, folder.resolve("server"), GoldenConfigs.all().get("one-that-stores"));
  }

  /** By hand, for the client library does not know all that the newest server does. */
  private static void create(Connection client, String name, String more) throws Exception {
    String stream =
        "{\"name\":\"%s\",\"subjects\":[\"%s\"],\"storage\":\"file\",\"num_replicas\":1%s}"
            .formatted(name, name, more);
    var answer =
        client.request(
            "$JS.API.STREAM.CREATE." + name,
            stream.getBytes(StandardCharsets.UTF_8),
            Duration.ofSeconds(5));
    assertThat(new String(answer.getData(), StandardCharsets.UTF_8)).doesNotContain("\"error\"");
  }

  private static void publish(Connection client, String subject) throws Exception {
    client.jetStream().publish(subject, "hello".getBytes(StandardCharsets.UTF_8));
  }

  private static long messages(Connection client, String stream) throws Exception {
    return client.jetStreamManagement().getStreamInfo(stream).getStreamState().getMsgCount();
  }
}
