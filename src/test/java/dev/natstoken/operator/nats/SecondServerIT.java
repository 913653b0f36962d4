package dev.natstoken.operator.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.natstoken.operator.nats.config.GoldenConfigs;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHasher;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What real servers do when a single one, which lists no other, is joined by a second. */
@Tag("nats")
class SecondServerIT {

  private static final Token FORMER = GoldenConfigs.TOKEN;
  private static final Token NEXT = GoldenConfigs.OTHER_TOKEN;

  @TempDir Path folder;

  static Stream<Arguments> servers() {
    return RunningServer.programs().stream()
        .flatMap(program ->
            Stream.of("defaults", "listeners-by-default")
                .map(config -> Arguments.of(program, config)));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aClientOfEitherTokenIsAnsweredByOneOfTheOther(Path program, String config) throws Exception {
    List<Integer> ports = List.of(RunningServer.freePort(), RunningServer.freePort());
    try (RunningServer first = start(program, config, 0, ports, FORMER);
        Connection late = connect(first, FORMER)) {
      long started = started(first);
      assertThat(cluster(first)).isNotEmpty();
      try (RunningServer second = start(program, config, 1, ports, NEXT);
          Connection early = connect(second, NEXT)) {
        assertAnswered(late, early);
        assertAnswered(early, late);
        assertThat(cluster(second)).isEqualTo(cluster(first));
        assertThat(late.getStatus()).isEqualTo(Connection.Status.CONNECTED);
        assertThat(late.getStatistics().getReconnects()).isZero();
        assertThat(started(first)).isEqualTo(started);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void theFirstServerComesBackWithTheOtherTokenAndFindsTheSecond(Path program, String config)
      throws Exception {
    List<Integer> ports = List.of(RunningServer.freePort(), RunningServer.freePort());
    RunningServer first = start(program, config, 0, ports, FORMER);
    try (RunningServer second = start(program, config, 1, ports, NEXT);
        Connection early = connect(second, NEXT)) {
      first.close();
      try (RunningServer again = start(program, config, 0, ports, NEXT);
          Connection moved = connect(again, NEXT)) {
        assertAnswered(early, moved);
        assertAnswered(moved, early);
        assertThat(early.getStatistics().getReconnects()).isZero();
      }
    }
  }

  private RunningServer start(
      Path program, String config, int index, List<Integer> ports, Token token) {
    GoldenConfigs.Texts texts =
        GoldenConfigs.all()
            .get(config)
            .amongOthers(index, ports)
            .withListeners(
                RunningServer.freePort(), RunningServer.freePort(), RunningServer.freePort());
    String hash = new TokenHasher(new SecureRandom()).hash(token, 4).value();
    return RunningServer.start(
        program,
        folder.resolve("server-" + index + "-" + RunningServer.freePort()),
        texts.natsConf().replace(GoldenConfigs.HASH.value(), hash),
        texts.routesConf());
  }

  private static Connection connect(RunningServer server, Token token)
      throws IOException, InterruptedException {
    return Nats.connect(
        Options.builder()
            .server(server.url())
            .token(token.value().toCharArray())
            .errorListener(new ErrorListener() {})
            .build());
  }

  private static void assertAnswered(Connection asking, Connection answering) throws Exception {
    Dispatcher dispatcher =
        answering.createDispatcher(m -> answering.publish(m.getReplyTo(), m.getData()));
    dispatcher.subscribe("question");
    answering.flush(Duration.ofSeconds(5));
    byte[] question = "well?".getBytes(StandardCharsets.UTF_8);
    Awaitility.await("an answer across the route")
        .atMost(Duration.ofSeconds(20))
        .until(() -> asking.request("question", question, Duration.ofMillis(500)) != null);
    answering.closeDispatcher(dispatcher);
  }

  private static String cluster(RunningServer server) throws IOException {
    return varz(server).path("cluster").path("name").asText();
  }

  private static long started(RunningServer server) throws Exception {
    return Instant.parse(varz(server).path("start").asText()).toEpochMilli();
  }

  private static JsonNode varz(RunningServer server) throws IOException {
    return server.page("/varz");
  }
}
