package dev.natstoken.operator.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.natstoken.operator.nats.config.ConfigText;
import dev.natstoken.operator.nats.config.GoldenConfigs;
import io.nats.client.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/moving-from-the-official-chart.md with real servers: those of the chart, which ask for no
 * token, join ours as leaf nodes, and clients and streams move one after the other.
 */
@Tag("nats")
class MoveByLeafNodesIT {

  private static final String STREAM = "ORDERS";
  private static final String SUBJECTS = ",\"subjects\":[\"orders.>\"]";

  /** As the page has it: what the chart's servers store is reached under this name. */
  private static final String MIRROR =
      ",\"mirror\":{\"name\":\"ORDERS\",\"external\":{\"api\":\"$JS.chart.API\"}}";

  private final int leafNodesPort = RunningServer.freePort();

  @TempDir Path folder;

  static List<Path> programs() {
    return RunningServer.programs();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void clientsOfBothReachEachOther(Path program) throws Exception {
    try (var ours = ours(program);
        var theirs = theirs(program);
        var moved = ours.connect();
        var left = theirs.connect()) {
      answer(moved, "of-moved");
      answer(left, "of-left");
      awaitAnswer(left, "of-moved");
      awaitAnswer(moved, "of-left");
    }
  }

  private static void answer(Connection client, String subject) {
    client.createDispatcher(m -> client.publish(m.getReplyTo(), m.getData())).subscribe(subject);
  }

  private static void awaitAnswer(Connection asks, String subject) {
    Awaitility.await("an answer on " + subject)
        .atMost(Duration.ofSeconds(10))
        .until(() -> asks.request(subject, new byte[0], Duration.ofMillis(500)) != null);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aStreamIsMirroredAndTheMirrorTakesOver(Path program) throws Exception {
    try (var ours = ours(program);
        var theirs = theirs(program);
        var moved = ours.connect();
        var left = theirs.connect()) {
      stream(left, "CREATE", SUBJECTS);
      assertThat(publish(left).path("seq").asLong()).isEqualTo(1);
      stream(moved, "CREATE", MIRROR);
      awaitMessages(moved, 1);
      // It stands in the chart's stream first, as the answer says, and in the mirror then.
      assertThat(publish(moved).path("domain").asText()).isEqualTo("chart");
      awaitMessages(moved, 2);

      api(left, "DELETE", "");
      stream(moved, "UPDATE", SUBJECTS);
      assertThat(publish(moved).path("seq").asLong()).isEqualTo(3);
      assertThat(publish(left).path("seq").asLong()).isEqualTo(4);
      awaitMessages(moved, 4);
    }
  }

  private RunningServer ours(Path program) {
    var texts = GoldenConfigs.all().get("one-that-stores");
    return RunningServer.start(
        program,
        folder.resolve("ours"),
        texts.natsConf() + "leafnodes: {\"port\":%d}\n".formatted(leafNodesPort),
        texts.routesConf());
  }

  private RunningServer theirs(Path program) {
    String remote = "nats-leaf://" + GoldenConfigs.TOKEN.value() + "@127.0.0.1:" + leafNodesPort;
    return RunningServer.start(
        program,
        folder.resolve("theirs"),
        "jetstream: {\"domain\": \"chart\"}\nleafnodes: {\"remotes\":[{\"url\":\"%s\"}]}\n"
            .formatted(remote),
        "");
  }

  private static void stream(Connection client, String verb, String more)
      throws IOException, InterruptedException {
    api(
        client,
        verb,
        "{\"name\":\"%s\",\"storage\":\"file\",\"num_replicas\":1%s}".formatted(STREAM, more));
  }

  private static JsonNode api(Connection client, String verb, String body)
      throws IOException, InterruptedException {
    JsonNode answer = ask(client, "$JS.API.STREAM." + verb + "." + STREAM, body);
    assertThat(answer.path("error").isMissingNode()).as(answer.toString()).isTrue();
    return answer;
  }

  private static JsonNode publish(Connection client) throws IOException, InterruptedException {
    return ask(client, "orders.new", "an order");
  }

  private static JsonNode ask(Connection client, String subject, String body)
      throws IOException, InterruptedException {
    var answer =
        client.request(subject, body.getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(5));
    assertThat(answer).as("an answer on %s", subject).isNotNull();
    return ConfigText.JSON.readTree(answer.getData());
  }

  private static void awaitMessages(Connection client, long expected) {
    Awaitility.await(expected + " messages in the stream")
        .atMost(Duration.ofSeconds(20))
        .until(() -> api(client, "INFO", "").path("state").path("messages").asLong() == expected);
  }
}
