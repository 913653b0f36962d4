package dev.natstoken.operator.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.token.Token;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What docs/clients.md says of default options where servers of both tokens are met. jnats, nats.js
 * and async-nats choose servers by chance, so what is asserted is what they never or nearly always
 * do.
 */
@Tag("nats")
@Isolated("It waits for clients to give up, which takes longer on a busy machine.")
class ClientsAtRefusalsIT extends OnThisMachine {

  private static final Token OLD = Token.of("the-old-token-0123456789");
  private static final Token NEW = Token.of("the-new-token-0123456789");
  private static final int FIRST_CONNECTS = 10;
  private static final int MOST_RESTARTS = 60;

  /** Those that never give up at a refusal. */
  private static final Set<ClientLibrary> PATIENT =
      Set.of(ClientLibrary.PYTHON, ClientLibrary.RUST);

  /** Far longer than any of the libraries waits between two tries. */
  private static final Duration BACK = Duration.ofSeconds(15);

  @Test
  void aFirstConnectWithAListOfBothHalvesIsSureOnlyWithSomeLibraries(TestReporter reporter)
      throws Exception {
    StringBuilder table =
        new StringBuilder("| client | first connects | of them refused |\n|---|---|---|");
    Map<ClientLibrary, Long> refused = new EnumMap<>(ClientLibrary.class);
    try (LocalMesh mesh = halves()) {
      Path secret = mesh.secret(NEW, 0, 1, 2, 3);
      for (ClientLibrary library : ClientLibrary.values()) {
        long count = 0;
        for (int i = 0; i < FIRST_CONNECTS; i++) {
          String result =
              ClientProcess.connect(
                  place, library, secret, ConnectWith.SERVERS, library.title() + "-first");
          assertThat(result).isIn("ok", "authorization");
          count += result.equals("ok") ? 0 : 1;
        }
        refused.put(library, count);
        table.append("\n| %s | %d | %d |".formatted(library.title(), FIRST_CONNECTS, count));
      }
    }
    reporter.publishEntry("first connects", table.toString());
    assertThat(refused).containsEntry(ClientLibrary.GO, 0L).containsEntry(ClientLibrary.PYTHON, 0L);
  }

  @Test
  void aClientWithDefaultOptionsThatIsRefusedOftenIsClosedForGoodInThreeOfFiveLibraries(
      TestReporter reporter) throws Exception {
    Map<ClientLibrary, ClientProcess> clients = new EnumMap<>(ClientLibrary.class);
    try (LocalMesh mesh = halves()) {
      Path secret = mesh.secret(OLD, 0, 1);
      for (ClientLibrary library : ClientLibrary.values()) {
        clients.put(
            library,
            ClientProcess.requests(place, library, secret, ConnectWith.SERVERS, nameOf(library)));
      }
      int restarts = restartUntilThePatientAreLeft(mesh, clients);
      clients.forEach((library, client) -> {
        Traffic traffic = client.stop();
        reporter.publishEntry(
            Traffic.header(), traffic.row(restarts + " restarts among refusing servers"));
        assertThat(traffic.closed()).as(traffic.library()).isEqualTo(!PATIENT.contains(library));
      });
    } finally {
      clients.values().forEach(ClientProcess::close);
    }
  }

  /** Which server a client tries next is chance, so there are as many restarts as it takes. */
  private static int restartUntilThePatientAreLeft(
      LocalMesh mesh, Map<ClientLibrary, ClientProcess> clients) throws IOException {
    Set<String> left =
        PATIENT.stream().map(ClientsAtRefusalsIT::nameOf).collect(Collectors.toSet());
    for (int restarts = 0; restarts < MOST_RESTARTS; restarts++) {
      Set<String> before = connected(mesh);
      if (before.equals(left)) {
        return restarts;
      }
      mesh.restart(restarts % 2, OLD);
      awaitThoseThatComeBack(mesh, before);
    }
    throw new AssertionError("still connected: " + connected(mesh) + ", of " + clients.keySet());
  }

  private static void awaitThoseThatComeBack(LocalMesh mesh, Set<String> before) {
    try {
      Awaitility.await().atMost(BACK).until(() -> connected(mesh).containsAll(before));
    } catch (ConditionTimeoutException e) {
      // From outside, a closed one is one that stays away.
    }
  }

  private static Set<String> connected(LocalMesh mesh) {
    Set<String> names = new HashSet<>(mesh.server(0).clients());
    names.addAll(mesh.server(1).clients());
    return names;
  }

  private static String nameOf(ClientLibrary library) {
    return library.title() + "-often";
  }

  /** Servers 0 and 1 take the old token, 2 and 3 the new one. */
  private LocalMesh halves() throws Exception {
    LocalMesh mesh = new LocalMesh(folder, 4, OLD);
    mesh.restart(2, NEW);
    mesh.restart(3, NEW);
    return mesh;
  }
}
