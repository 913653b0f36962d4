package dev.natstoken.operator.clients;

import dev.natstoken.operator.nats.token.Token;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in docs/examples/clients do what docs/clients.md says of them. */
@Tag("nats")
class ClientExamplesIT {

  private static final Token OLD = Token.of("the-old-token-0123456789");
  private static final Token NEW = Token.of("the-new-token-0123456789");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Map<ClientLibrary, ExampleProcess> examples = new EnumMap<>(ClientLibrary.class);

  @TempDir(cleanup = org.junit.jupiter.api.io.CleanupMode.NEVER)
  Path folder;

  @AfterEach
  void stop() {
    examples.values().forEach(ExampleProcess::close);
  }

  @Test
  void aTokenThatChangesInItsFileIsUsedAtTheNextConnect() throws Exception {
    try (LocalMesh mesh = new LocalMesh(folder, 1, OLD)) {
      Path secret = mesh.secret(OLD, 0);
      start(secret);
      awaitAnswers(mesh.server(0), OLD);
      mesh.write(secret, NEW, 0);
      mesh.restart(0, NEW);
      awaitAnswers(mesh.server(0), NEW);
    }
  }

  /** With default options three of the five would be closed: see ClientsAtRefusalsIT. */
  @Test
  void refusalsByTheServersOfTheOtherTokenAreNoReasonToGiveUp() throws Exception {
    try (LocalMesh mesh = new LocalMesh(folder, 4, OLD)) {
      mesh.restart(2, NEW);
      mesh.restart(3, NEW);
      start(mesh.secret(OLD, 0, 1));
      awaitAnswers(mesh.server(2), NEW);
      for (int round = 0; round < 3; round++) {
        for (int oldServer : new int[] {0, 1}) {
          mesh.restart(oldServer, OLD);
          awaitAnswers(mesh.server(2), NEW);
        }
      }
    }
  }

  private void start(Path secret) throws Exception {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    for (ClientLibrary library : ClientLibrary.values()) {
      examples.put(library, new ExampleProcess(library, secret, logs));
    }
  }

  /** Asks until every example has answered a request at this server. */
  private void awaitAnswers(LocalServer server, Token token) throws Exception {
    Set<String> missing =
        Stream.of(ClientLibrary.values())
            .map(ExampleProcess::answer)
            .collect(Collectors.toCollection(TreeSet::new));
    try (Connection connection = connect(server, token)) {
      String inbox = connection.createInbox();
      Subscription answers = connection.subscribe(inbox);
      Awaitility.await()
          .atMost(PATIENCE)
          .failFast(
              "an example ended", () -> !examples.values().stream().allMatch(e -> e.isAlive()))
          .until(
              () -> {
                connection.publish("greet", inbox, new byte[0]);
                Message answer = answers.nextMessage(Duration.ofMillis(200));
                while (answer != null) {
                  missing.remove(new String(answer.getData(), StandardCharsets.UTF_8));
                  answer = answers.nextMessage(Duration.ofMillis(20));
                }
                return missing;
              },
              Set::isEmpty);
    }
  }

  private static Connection connect(LocalServer server, Token token) throws Exception {
    return Nats.connect(
        Options.builder()
            .server(server.url())
            .token(token.value().toCharArray())
            .errorListener(new ErrorListener() {})
            .build());
  }
}
