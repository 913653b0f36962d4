package dev.natstoken.operator.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.natstoken.operator.nats.config.GoldenConfigs;
import io.nats.client.Connection;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The program of prometheus-nats-exporter is not to be had for these tests. Its container is tested
 * as it is rendered; here are the pages that it reads with those flags (collector/*.go), and in
 * them what it counts.
 */
@Tag("nats")
class ExporterPagesIT {

  /** The metrics that alerts and dashboards ask for. */
  private static final Path NAMES = Path.of("src/test/resources/exporter/metrics.txt");

  @TempDir Path folder;

  static List<Path> programs() {
    return RunningServer.programs();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aServerAnswersAllThatTheExporterAsks(Path program) throws Exception {
    GoldenConfigs.Texts texts = GoldenConfigs.all().get("one-that-stores");
    try (var server = RunningServer.start(program, folder, texts);
        Connection client = server.connect()) {
      client
          .jetStreamManagement()
          .addStream(StreamConfiguration.builder().name("orders").subjects("orders").build());
      client
          .jetStreamManagement()
          .addOrUpdateConsumer("orders", ConsumerConfiguration.builder().durable("bill").build());

      assertThat(server.page("/varz").path("server_name").textValue()).isNotEmpty();
      assertThat(server.page("/varz").path("connections").intValue()).isEqualTo(1);
      JsonNode varz = server.page("/varz");
      assertThat(Files.readAllLines(NAMES))
          .filteredOn(name -> name.startsWith("nats_varz_"))
          .isNotEmpty()
          .allMatch(
              name -> varz.path(name.substring("nats_varz_".length())).isNumber(),
              "is a number of /varz");
      assertThat(server.page("/connz").path("num_connections").intValue()).isEqualTo(1);
      assertThat(server.page("/routez").path("num_routes").isInt()).isTrue();
      assertThat(server.page("/subsz").path("num_subscriptions").intValue()).isPositive();
      assertThat(server.page("/leafz").path("leafnodes").isInt()).isTrue();
      JsonNode stream =
          server
              .page("/jsz?consumers=true&config=true&raft=true")
              .at("/account_details/0/stream_detail/0");
      assertThat(stream.path("name").textValue()).isEqualTo("orders");
      assertThat(stream.at("/consumer_detail/0/name").textValue()).isEqualTo("bill");
    }
  }
}
