package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.clients.ClientLibrary;
import dev.natstoken.operator.clients.ClientProcess;
import dev.natstoken.operator.clients.ConnectWith;
import dev.natstoken.operator.clients.Place;
import dev.natstoken.operator.clients.Traffic;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Another nats-server by spec.version, up and down, under the traffic of real clients. */
@EndToEnd
class VersionChangeE2E {

  private static final int SERVERS = 3;
  private static final String SECRET = TestServers.TOKEN_SECRET;
  private static final String OLD = System.getProperty("nats.old");
  private static final String NEW = NatsTokenAuthSpec.DEFAULT_VERSION;

  /** Requests under way when a server closes the connection: every 50 ms there is a new one. */
  private static final int IN_FLIGHT_AT_A_CUT = 2;

  private final InstalledOperator operator = InstalledOperator.get();
  @TempDir Path folder;

  @Test
  void clientsAreServedWhileTheServersGoToANewVersionAndBack(TestReporter reporter)
      throws IOException {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(spec(OLD));
      servers.awaitReady(s -> OLD.equals(s.version()));
      assertThat(servers.pods()).extracting(VersionChangeE2E::version).containsOnly(OLD);
      String token = servers.token();
      Path list = SecretFolder.write(folder.resolve("list"), servers.secret(SECRET));
      Path service =
          SecretFolder.writeWithService(folder.resolve("service"), servers.secret(SECRET));
      Place place =
          Place.inCluster(servers.dnsAddress(), servers.namespace(), folder.resolve("logs"))
              .lookingUpAnew();
      Map<String, Traffic> results = new LinkedHashMap<>();
      try (var answers = responderAt(0, place, servers);
          var answersToo = responderAt(1, place, servers);
          var answersAsWell = responderAt(2, place, servers);
          var ofList = requests(place, list, "list");
          var ofService = requests(place, service, "service")) {
        changeVersion(servers, NEW);
        changeVersion(servers, OLD);
        results.put("list", ofList.stop());
        results.put("Service", ofService.stop());
      }
      results.forEach(
          (kind, traffic) -> reporter.publishEntry(Traffic.header(), traffic.row(kind)));
      results.forEach(VersionChangeE2E::assertServed);
      assertThat(servers.token()).isEqualTo(token);
      assertThat(servers.tokenGeneration()).isEqualTo(1);
    }
  }

  /** One server at a time; each lets in the token and nobody else from the time it is ready. */
  private void changeVersion(TestServers servers, String to) {
    Set<String> before = servers.podUids();
    String token = servers.token();
    List<String> arrivals = new CopyOnWriteArrayList<>();
    try (RollWatch roll =
        new RollWatch(
            operator.client(),
            servers.namespace(),
            SERVERS,
            pod -> arrivals.add(version(pod) + letsIn(pod, token) + letsIn(pod, null)))) {
      servers.apply(spec(to));
      servers.awaitReady(s -> to.equals(s.version()));
      assertThat(roll.fewestReady()).isEqualTo(SERVERS - 1);
      assertThat(arrivals).hasSize(SERVERS).containsOnly(to + " lets in" + " refuses");
    }
    assertThat(servers.podUids()).doesNotContainAnyElementsOf(before);
    servers.assertServing(SERVERS);
  }

  private static String letsIn(Pod pod, String token) {
    return Login.isAccepted(TestServers.host(pod), token) ? " lets in" : " refuses";
  }

  private static void assertServed(String kind, Traffic traffic) {
    assertThat(traffic.closed()).as(kind + " closed for good").isFalse();
    assertThat(traffic.reconnects()).as(kind + " reconnects").isPositive();
    int responderCuts = 2 * SERVERS;
    assertThat(traffic.lost())
        .as(kind + " lost")
        .isLessThanOrEqualTo(traffic.reconnects() * IN_FLIGHT_AT_A_CUT + responderCuts);
  }

  /** What the server says of itself; the name of its image proves nothing. */
  private static String version(Pod pod) {
    URI varz = URI.create("http://" + TestServers.host(pod) + ":8222/varz");
    try (InputStream body = varz.toURL().openStream()) {
      return new ObjectMapper().readTree(body).path("version").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One for each server, as no other: so that never more than one of them is away. */
  private ClientProcess responderAt(int ordinal, Place place, TestServers servers)
      throws IOException {
    Path own = SecretFolder.write(folder.resolve("at-" + ordinal), servers.secret(SECRET));
    String all = Files.readString(own.resolve("servers"));
    Files.writeString(own.resolve("servers"), all.split(",", -1)[ordinal]);
    return ClientProcess.responder(
        place, ClientLibrary.JAVA, own, ConnectWith.SERVERS, "responder-" + ordinal);
  }

  private static ClientProcess requests(Place place, Path secret, String name) {
    return ClientProcess.requests(place, ClientLibrary.JAVA, secret, ConnectWith.SERVERS, name);
  }

  private static Map<String, ?> spec(String version) {
    return Map.of("replicas", SERVERS, "version", version);
  }
}
