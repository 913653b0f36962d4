package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.clients.ClientLibrary;
import dev.natstoken.operator.clients.ClientLogins;
import dev.natstoken.operator.clients.Place;
import dev.natstoken.operator.histories.Answer;
import dev.natstoken.operator.histories.LoginHistory;
import dev.natstoken.operator.histories.SeenLogin;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Something breaks in a rotation. Clients in five languages note every login at every server with
 * every token there is, and others store and read messages in a stream. {@code -Dhistories=all} has
 * every fault in every phase.
 */
@EndToEnd
@Isolated("It breaks what all others need.")
class LoginHistoriesE2E {

  private static final int SERVERS = 3;
  private static final int OVERLAP_SECONDS = 20;

  private final InstalledOperator operator = InstalledOperator.get();

  record Row(WorldFault fault, String phase) {}

  static Stream<Row> rows() {
    return "all".equals(System.getProperty("histories"))
        ? Stream.of("Split", "Overlap", "Finish")
            .flatMap(phase -> Stream.of(WorldFault.values()).map(fault -> new Row(fault, phase)))
        : Stream.of(new Row(WorldFault.LEADER_STOPPED, "Split"));
  }

  @AfterEach
  void oneOperator() {
    operator.scale(1);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyLoginHasTheAnswerThatIsRight(Row row, @TempDir Path folder) throws Exception {
    operator.scale(2);
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(
          Map.of(
              "replicas",
              SERVERS,
              "rotation",
              Map.of("overlap", OVERLAP_SECONDS + "s"),
              "jetstream",
              Map.of("memoryStore", Map.of("maxSize", "16Mi")),
              "token",
              Map.of("bcryptCost", 4)));
      servers.awaitReady();
      String former = servers.token();
      Keys keys = new Keys(folder, servers.secret(TestServers.TOKEN_SECRET));
      // A JVM remembers for half a minute where a server was: docs/clients.md says what to do.
      Place place =
          Place.inCluster(servers.dnsAddress(), servers.namespace(), folder.resolve("logs"))
              .lookingUpAnew();
      try (TruthWatch truth = new TruthWatch(operator.client(), servers.namespace(), keys::follow);
          StreamTraffic messages = StreamTraffic.inMemory(servers);
          Clients clients = new Clients(place, keys)) {
        servers.requestRotation("1");
        servers.awaitStatus(s -> s.rotation() != null && row.phase().equals(s.rotation().phase()));
        truth.during(() -> row.fault().happen(operator, servers));
        servers.awaitReady(s -> s.rotation() == null && s.token().generation() == 2);
        Instant finished = Instant.now();
        clients.awaitRound(finished);
        LoginHistory history =
            new LoginHistory(
                clients.stop(), truth.truth(Duration.ofSeconds(OVERLAP_SECONDS), finished));
        StreamTraffic.Result stored = messages.stop();
        keep(row, history, stored);
        assertThat(history.broken(SERVERS)).isEmpty();
        assertThat(truth.tokens()).isEqualTo(2);
        stored.assertNoneLostAndNoneTwice();
      }
      servers.assertServing(SERVERS);
      servers.assertRefused(former);
    }
  }

  /** For whoever wants to know what a client saw before and after. */
  private static void keep(Row row, LoginHistory history, StreamTraffic.Result stored)
      throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "logins"));
    Files.write(
        folder.resolve(row.fault() + "-in-" + row.phase() + ".txt"),
        Stream.concat(
                Stream.of(table(history), stored.toString()),
                history.logins().stream().map(SeenLogin::toString))
            .toList());
  }

  private static String table(LoginHistory history) {
    StringJoiner table = new StringJoiner("\n");
    table.add(history.logins().size() + " logins; the most in vain, one after the other:");
    history.longestInVain().forEach((who, inVain) -> table.add(who + ": " + inVain));
    return table.toString();
  }

  /** The files with the tokens that there were so far, and one that is none of them. */
  private static final class Keys {

    private final Path folder;
    private final List<String> servers;
    private final List<String> tokens = new CopyOnWriteArrayList<>();

    Keys(Path folder, Secret first) throws IOException {
      this.folder = folder;
      this.servers = List.of(SecretText.of(first, "servers").split(",", -1));
      Files.writeString(folder.resolve(name(SeenLogin.WRONG)), "none-of-them");
      follow(first);
    }

    void follow(Secret secret) {
      String token = SeenTokens.remember(SecretText.of(secret, "token"));
      if (tokens.contains(token)) {
        return;
      }
      try {
        Path next = Files.writeString(folder.resolve("next"), token);
        Files.move(next, folder.resolve(name(tokens.size() + 1)), StandardCopyOption.ATOMIC_MOVE);
        tokens.add(token);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static String name(int token) {
      return "token-" + token;
    }
  }

  /** One of each language, which asks all servers in turn. */
  private static final class Clients implements AutoCloseable {

    private final Keys keys;
    private final List<SeenLogin> seen = new CopyOnWriteArrayList<>();
    private final List<ClientLogins> programs = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    Clients(Place place, Keys keys) {
      this.keys = keys;
      for (ClientLibrary library : ClientLibrary.values()) {
        ClientLogins program = ClientLogins.start(place, library, keys.folder);
        programs.add(program);
        threads.add(Thread.ofVirtual().start(() -> goOn(library.title(), program)));
      }
    }

    private void goOn(String client, ClientLogins program) {
      while (!stopped) {
        for (String server : keys.servers) {
          IntStream.rangeClosed(SeenLogin.WRONG, keys.tokens.size())
              .forEach(token -> {
                Instant from = Instant.now();
                Answer answer = program.at(server, Keys.name(token));
                seen.add(new SeenLogin(from, Instant.now(), client, server, token, answer));
              });
        }
      }
    }

    /** Until each has asked all servers with all tokens since then. */
    void awaitRound(Instant since) {
      int logins = keys.servers.size() * (keys.tokens.size() + 1);
      Awaitility.await("a round of each client")
          .atMost(Duration.ofMinutes(2))
          .until(() ->
              Stream.of(ClientLibrary.values())
                  .allMatch(library ->
                      seen.stream()
                              .filter(l -> l.client().equals(library.title()))
                              .filter(l -> l.from().isAfter(since))
                              .count()
                          >= logins));
    }

    List<SeenLogin> stop() throws InterruptedException {
      stopped = true;
      for (Thread thread : threads) {
        thread.join();
      }
      return List.copyOf(seen);
    }

    @Override
    public void close() {
      stopped = true;
      programs.forEach(ClientLogins::close);
    }
  }
}
