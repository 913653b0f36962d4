package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.natstoken.operator.Reported;
import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.TestAuthority;
import dev.natstoken.operator.TestCertificate;
import dev.natstoken.operator.clients.ClientLibrary;
import dev.natstoken.operator.clients.ClientProcess;
import dev.natstoken.operator.clients.ConnectWith;
import dev.natstoken.operator.clients.Place;
import dev.natstoken.operator.clients.Traffic;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Servers with TLS, for clients and among themselves, from their first start to a rotation. */
@EndToEnd
class TlsE2E {

  private static final String SECRET = "orders-tls";

  private static final int SERVERS = 3;

  /**
   * At worst both responders are at the server that stops, and jnats waits for 2 s before it
   * connects to the next but one, at 20 requests/s.
   */
  private static final int LOST_AT_A_STOP = 45;

  private static final Map<String, ?> SPEC =
      Map.of(
          "replicas", SERVERS,
          "tls", Map.of("secretName", SECRET, "routes", Map.of("secretName", SECRET)),
          "rotation", Map.of("overlap", "1s"));

  private final InstalledOperator operator = InstalledOperator.get();
  private final TestAuthority authority = new TestAuthority("first authority");
  private final TestAuthority successor = new TestAuthority("second authority");

  @TempDir Path folder;

  @Test
  void clientsWorkOverTlsThroughARenewalAndARotation(TestReporter reporter) throws Exception {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(SPEC);
      assertThat(servers.awaitStalled("TlsSecretMissing").getMessage()).contains(SECRET);
      put(servers, authority, authority.pem());
      servers.awaitReady();
      Place place =
          Place.inCluster(servers.dnsAddress(), servers.namespace(), folder.resolve("logs"));
      assertClientsNeedTlsAndTrust(servers, place);
      assertRoutesHaveTls(servers);

      // As an authority is replaced: first both are trusted.
      String both = authority.pem() + successor.pem();
      Set<String> trustOne = servers.podUids();
      put(servers, authority, both);
      // Clients are told of it before the servers restart for it, while these are Ready.
      awaitReplaced(servers, trustOne);
      assertThat(caOf(servers)).isEqualTo(both);
      Path trustsBoth = write(servers, "trusts-both", both);
      List<ClientProcess> clients = new ArrayList<>();
      try {
        clients.add(responder(place, trustsBoth, "responder-1"));
        clients.add(responder(place, trustsBoth, "responder-2"));
        ClientProcess requests = requests(place, trustsBoth);
        clients.add(requests);
        renew(servers, both);
        Traffic traffic = requests.stop();
        reporter.publishEntry(Traffic.header(), traffic.row("list"));
        assertThat(traffic.closed()).isFalse();
        assertThat(traffic.lost()).isLessThanOrEqualTo(SERVERS * LOST_AT_A_STOP);
      } finally {
        clients.forEach(ClientProcess::close);
      }
      assertThat(connect(place, write(servers, "new-ca", successor.pem()))).isEqualTo("ok");
      assertThat(connect(place, write(servers, "old-ca", authority.pem()))).isNotEqualTo("ok");

      Path before = write(servers, "before", both);
      servers.requestRotation("1");
      servers.awaitReady(s -> s.token().generation() == 2 && s.rotation() == null);
      assertThat(connect(place, write(servers, "after", both))).isEqualTo("ok");
      assertThat(connect(place, before)).isEqualTo("authorization");
    }
  }

  @Test
  void theSecondServerOfASingleOneJoinsItOverTls() throws Exception {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(
          Map.of("tls", Map.of("secretName", SECRET, "routes", Map.of("secretName", SECRET))));
      put(servers, authority, authority.pem());
      servers.awaitReady();
      servers.requestRotation("1");
      servers.awaitReady(s -> s.token().generation() == 2);
      assertThat(servers.pods()).hasSize(2);
      assertRoutesHaveTls(servers);
    }
  }

  @Test
  void clientsNeedACertificateTooWhereTheyAreVerified() throws Exception {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(Map.of("tls", Map.of("secretName", SECRET, "verifyClients", true)));
      put(servers, authority, authority.pem());
      servers.awaitReady();
      assertThat(Reported.isTrue(servers.get(), Conditions.VERIFIED)).isTrue();
      Place place =
          Place.inCluster(servers.dnsAddress(), servers.namespace(), folder.resolve("logs"));
      Path secret = write(servers, "verified", authority.pem());
      assertThat(natsCommand(place, secret)).isNotZero();
      authority.issue("client").write(secret);
      assertThat(
              natsCommand(
                  place,
                  secret,
                  "--tlscert",
                  secret.resolve("tls.crt").toString(),
                  "--tlskey",
                  secret.resolve("tls.key").toString()))
          .isZero();
    }
  }

  private void renew(TestServers servers, String trusted) throws Exception {
    Set<String> pods = servers.podUids();
    try (RollWatch roll = new RollWatch(operator.client(), servers.namespace(), SERVERS)) {
      put(servers, successor, trusted);
      awaitReplaced(servers, pods);
      assertThat(roll.fewestReady()).isEqualTo(2);
    }
  }

  private static void awaitReplaced(TestServers servers, Set<String> pods) {
    servers.awaitReady(_ ->
        servers.podUids().stream().noneMatch(pods::contains) && servers.pods().size() == SERVERS);
  }

  private void assertClientsNeedTlsAndTrust(TestServers servers, Place place) throws Exception {
    String trusted = authority.pem();
    Path good = write(servers, "good", trusted);
    assertThat(Files.readString(good.resolve("url"))).startsWith("tls://");
    assertThat(connect(place, good)).isEqualTo("ok");
    assertThat(natsCommand(place, good)).isZero();

    Path distrusts = write(servers, "distrusts", successor.pem());
    assertThat(connect(place, distrusts)).isNotEqualTo("ok");
    assertThat(natsCommand(place, distrusts)).isNotZero();

    Path plain = write(servers, "plain", trusted);
    Files.delete(plain.resolve("ca.crt"));
    Files.writeString(
        plain.resolve("url"), Files.readString(plain.resolve("url")).replace("tls://", "nats://"));
    assertThat(connect(place, plain)).isNotEqualTo("ok");
    for (Pod pod : servers.pods()) {
      assertThat(Login.isAccepted(TestServers.host(pod), servers.token())).isFalse();
    }
  }

  private static void assertRoutesHaveTls(TestServers servers) throws IOException {
    for (Pod pod : servers.pods()) {
      URI uri = URI.create("http://" + TestServers.host(pod) + ":8222/varz");
      try (var body = uri.toURL().openStream()) {
        JsonNode varz = new ObjectMapper().readTree(body);
        assertThat(varz.path("tls_required").asBoolean()).isTrue();
        assertThat(varz.path("cluster").path("tls_required").asBoolean()).isTrue();
        assertThat(varz.path("routes").asInt()).isPositive();
      }
    }
  }

  /** What NACK and people use; unlike jnats it also looks at the name in the certificate. */
  private static int natsCommand(Place place, Path secret, String... more) throws Exception {
    List<String> command = new ArrayList<>(place.prefix());
    command.addAll(
        List.of("nats", "--tlsca", secret.resolve("ca.crt").toString(), "pub", "greetings", "hi"));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("NATS_URL", Files.readString(secret.resolve("url")));
    Process process = builder.redirectOutput(secret.resolve("output.log").toFile()).start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private static void put(TestServers servers, TestAuthority issuer, String trusted) {
    String namespace = servers.namespace();
    TestCertificate issued =
        issuer.issue(
            "orders-nats." + namespace + ".svc", "*.orders-nats-headless." + namespace + ".svc");
    servers.putSecret(
        SECRET, new TestCertificate(issued.tlsCrt(), issued.tlsKey(), trusted).data());
  }

  private static String caOf(TestServers servers) {
    Secret secret = servers.secret(TestServers.TOKEN_SECRET);
    return SecretText.of(secret, "ca.crt");
  }

  private Path write(TestServers servers, String name, String trusted) throws IOException {
    servers.token();
    Path place = SecretFolder.write(folder.resolve(name), servers.secret(TestServers.TOKEN_SECRET));
    Files.write(place.resolve("ca.crt"), trusted.getBytes(StandardCharsets.UTF_8));
    return place;
  }

  private static String connect(Place place, Path secret) {
    return ClientProcess.connect(
        place, ClientLibrary.JAVA, secret, ConnectWith.URL, "connect-" + secret.getFileName());
  }

  private static ClientProcess responder(Place place, Path secret, String name) {
    return ClientProcess.responder(place, ClientLibrary.JAVA, secret, ConnectWith.SERVERS, name);
  }

  private static ClientProcess requests(Place place, Path secret) {
    return ClientProcess.requests(
        place, ClientLibrary.JAVA, secret, ConnectWith.SERVERS, "requests");
  }
}
