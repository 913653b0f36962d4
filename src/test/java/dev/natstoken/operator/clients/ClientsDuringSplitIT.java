package dev.natstoken.operator.clients;

import dev.natstoken.operator.nats.token.Token;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Four servers of which two go over to a new token, as the operator does it, under clients that
 * hold the old one and know nothing of it.
 */
@Tag("nats")
class ClientsDuringSplitIT extends OnThisMachine {

  private static final Token OLD = Token.of("the-old-token-0123456789");
  private static final Token NEW = Token.of("the-new-token-0123456789");
  private static final int REQUESTS_PER_LOST_ONE = 2000;
  private static final int REQUESTS_IN_ONE_TIMEOUT = 45;

  /** A client and what it knew of the servers at its start. */
  private record Running(ClientLibrary library, String knows, ClientProcess process) {}

  @Test
  void nobodyWithTheOldTokenIsCutOffAndWhoeverHasTheNewOneGetsIn(TestReporter reporter)
      throws Exception {
    List<ClientProcess> responders = new ArrayList<>();
    List<Running> clients = new ArrayList<>();
    try (LocalMesh mesh = new LocalMesh(folder, 4, OLD)) {
      // Those that stay answer, so that what is lost is lost by the clients.
      for (int i : new int[] {0, 1}) {
        Path staying = mesh.secret(OLD, i);
        responders.add(
            ClientProcess.responder(
                place, ClientLibrary.GO, staying, ConnectWith.SERVERS, "responder-" + i));
      }
      Path all = mesh.secret(OLD, 0, 1, 2, 3);
      Path rolledFirst = mesh.secret(OLD, 3);
      for (ClientLibrary library : ClientLibrary.values()) {
        clients.add(start(library, "all servers", all));
        clients.add(start(library, "one server", rolledFirst));
      }
      mesh.roll(3, NEW);
      mesh.roll(2, NEW);
      assertThatAFreshClientGetsIn(mesh.secret(NEW, 2, 3));
      assertNoHarm(clients, reporter);
    } finally {
      clients.forEach(c -> c.process().close());
      responders.forEach(ClientProcess::close);
    }
  }

  private Running start(ClientLibrary library, String knows, Path secret) {
    String name = library.title() + "-" + knows.replace(' ', '-');
    return new Running(
        library, knows, ClientProcess.requests(place, library, secret, ConnectWith.SERVERS, name));
  }

  private static void assertNoHarm(List<Running> clients, TestReporter reporter) {
    StringBuilder table = new StringBuilder(Traffic.header());
    SoftAssertions softly = new SoftAssertions();
    for (Running client : clients) {
      Traffic traffic = client.process().stop();
      String row = traffic.row(client.knows());
      table.append('\n').append(row);
      softly.assertThat(traffic.closed()).as(row).isFalse();
      softly
          .assertThat(traffic.lost())
          .as(row)
          .isLessThanOrEqualTo(1 + traffic.sent() / REQUESTS_PER_LOST_ONE + refusals(client));
      softly.assertThat(traffic.answered()).as(row).isGreaterThan(100);
      if (client.knows().equals("one server")) {
        softly.assertThat(traffic.reconnects()).as(row).isPositive();
      }
    }
    reporter.publishEntry("clients", table.toString());
    softly.assertAll();
  }

  /**
   * jnats waits for its connection timeout of 2 s at each server that refuses it, and the second
   * server that rolls can send it to the first.
   */
  private static int refusals(Running client) {
    return client.library() == ClientLibrary.JAVA ? REQUESTS_IN_ONE_TIMEOUT : 0;
  }

  private void assertThatAFreshClientGetsIn(Path secret) {
    SoftAssertions softly = new SoftAssertions();
    for (ClientLibrary library : ClientLibrary.values()) {
      for (ConnectWith with : ConnectWith.values()) {
        // A server that refuses also closes; which of the two a library tells is chance.
        softly
            .assertThat(connect(library, secret, with).equals("ok"))
            .as(library.title() + " with " + with)
            .isEqualTo(takes(library, with));
      }
    }
    softly.assertAll();
  }

  /** nats.js and async-nats do not read a token in a URL. */
  private static boolean takes(ClientLibrary library, ConnectWith with) {
    boolean reads = library != ClientLibrary.JAVASCRIPT && library != ClientLibrary.RUST;
    return reads || with == ConnectWith.SERVERS;
  }

  private String connect(ClientLibrary library, Path secret, ConnectWith with) {
    return ClientProcess.connect(place, library, secret, with, library.title() + "-" + with);
  }
}
