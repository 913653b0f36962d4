package dev.natstoken.operator.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.Token;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/clients.md says of default options where servers of both tokens are met. jnats and
 * nats.js choose servers by chance, so what is asserted is what they never or nearly always do.
 */
@Tag("nats")
class ClientsAtRefusalsIT {

  private static final Token OLD = Token.of("the-old-token-0123456789");
  private static final Token NEW = Token.of("the-new-token-0123456789");
  private static final int FIRST_CONNECTS = 10;

  @TempDir Path folder;
  private Place place;

  @BeforeEach
  void runHere() {
    place = Place.here(folder.resolve("logs"));
  }

  @Test
  void aFirstConnectWithAListOfBothHalvesIsSureOnlyWithSomeLibraries() throws Exception {
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
    System.out.println(table);
    assertThat(refused).containsEntry(ClientLibrary.GO, 0L).containsEntry(ClientLibrary.PYTHON, 0L);
  }

  @Test
  void aClientWithDefaultOptionsThatIsRefusedOftenIsClosedForGoodButForNatsPy() throws Exception {
    Map<ClientLibrary, ClientProcess> clients = new EnumMap<>(ClientLibrary.class);
    try (LocalMesh mesh = halves()) {
      Path secret = mesh.secret(OLD, 0, 1);
      for (ClientLibrary library : ClientLibrary.values()) {
        clients.put(
            library,
            ClientProcess.requests(
                place, library, secret, ConnectWith.SERVERS, library.title() + "-often"));
      }
      for (int restart = 0; restart < 12; restart++) {
        int server = restart % 2;
        mesh.restart(server, OLD);
        // Time for those that try again; from outside, they cannot be told from the closed ones.
        Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
      }
      System.out.println(Traffic.header());
      clients.forEach(
          (library, client) -> {
            Traffic traffic = client.stop();
            System.out.println(traffic.row("12 restarts among refusing servers"));
            assertThat(traffic.closed())
                .as(traffic.library())
                .isEqualTo(library != ClientLibrary.PYTHON);
          });
    } finally {
      clients.values().forEach(ClientProcess::close);
    }
  }

  /** Servers 0 and 1 take the old token, 2 and 3 the new one. */
  private LocalMesh halves() throws Exception {
    LocalMesh mesh = new LocalMesh(folder, 4, OLD);
    mesh.restart(2, NEW);
    mesh.restart(3, NEW);
    return mesh;
  }
}
