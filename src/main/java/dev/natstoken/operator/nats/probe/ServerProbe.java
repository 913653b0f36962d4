package dev.natstoken.operator.nats.probe;

import com.fasterxml.jackson.core.JsonParser;
import dev.natstoken.operator.nats.config.HostPort;
import dev.natstoken.operator.nats.tls.TlsLogin;
import dev.natstoken.operator.nats.token.Token;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks one server whether it lets in its token and nobody else, and which configuration it runs.
 * First what costs nothing if a stranger answers: the digest, no token, a wrong one. A token is
 * shown only to a server that passed all that, and only as {@link Login} allows.
 */
public final class ServerProbe {

  private static final int LONGEST_DIGEST = 80;

  private final OwnLogins own = new OwnLogins();
  private final MonitoringPort monitoring;
  private final BoundedConnection.Limits login;

  public ServerProbe() {
    this(MonitoringPort.LIMITS, Login.LIMITS);
  }

  ServerProbe(BoundedConnection.Limits page, BoundedConnection.Limits login) {
    this.monitoring = new MonitoringPort(page);
    this.login = login;
  }

  /**
   * The clients of a server, without the operator's own logins.
   *
   * @param clients at most the first thousand or so
   */
  public record Connections(int count, List<ClientConnection> clients) {}

  /**
   * Where a server listens.
   *
   * @param host an address; names are not looked up
   * @param tls how to log in, if clients need TLS; monitoring goes without
   */
  public record Endpoint(String host, int clientPort, int monitorPort, Optional<TlsLogin> tls) {

    public Endpoint(String host, int clientPort, int monitorPort) {
      this(host, clientPort, monitorPort, Optional.empty());
    }

    HostPort clients() {
      return new HostPort(host, clientPort);
    }

    HostPort monitor() {
      return new HostPort(host, monitorPort);
    }
  }

  /** What the server showed. */
  public sealed interface ProbeResult {

    /** It lets in the token, refuses others, and runs the expected configuration. */
    record Proved() implements ProbeResult {}

    /** It does something else than it should. */
    record Mismatch(String reason) implements ProbeResult {}

    /** It lets in clients without a token. */
    record AuthenticationDisabled(String reason) implements ProbeResult {}

    /** No server answers there as one does, and no more than that is told. */
    record Unreachable(String reason) implements ProbeResult {}

    /** It answers, but does not say what it thinks of a token. */
    record Inconclusive(String reason) implements ProbeResult {}

    /** It is as it should be, as far as it can be seen without showing it the token. */
    record Withheld(String reason) implements ProbeResult {}
  }

  /**
   * Asks the server; every call makes new connections.
   *
   * @param current the token that must get in; empty if only its hash is known
   * @param refused another token that must not get in, such as the one before
   * @param expectedDigest config_digest that /varz should show; empty if nobody knows, and then
   *     that page is not asked for
   */
  public ProbeResult probe(
      Endpoint endpoint, Optional<Token> current, Optional<Token> refused, String expectedDigest) {
    Optional<ProbeResult> wrong =
        expectedDigest.isEmpty() ? Optional.empty() : configuration(endpoint, expectedDigest);
    return wrong.orElseGet(() -> logins(endpoint, current, refused));
  }

  /** What is wrong with the configuration, if anything is. */
  private Optional<ProbeResult> configuration(Endpoint endpoint, String expectedDigest) {
    Optional<Variables> page = monitoring.read(endpoint.monitor(), "varz", ServerProbe::variables);
    if (page.isEmpty()) {
      return Optional.of(noAnswer(endpoint.monitorPort()));
    } else if (!page.get().authenticates()) {
      return Optional.of(
          new ProbeResult.AuthenticationDisabled("/varz says that no login is required"));
    } else if (!page.get().digest().equals(expectedDigest)) {
      return Optional.of(
          new ProbeResult.Mismatch(
              "runs configuration " + page.get().shownDigest() + " instead of " + expectedDigest));
    }
    return Optional.empty();
  }

  private record Variables(boolean authenticates, String digest) {

    /** A digest, and not whatever a stranger puts in its place. */
    String shownDigest() {
      return digest.length() <= LONGEST_DIGEST && digest.matches("sha256:[0-9a-f]+")
          ? digest
          : "unknown to the operator";
    }
  }

  private static Variables variables(JsonParser at) throws IOException {
    var page =
        new Object() {
          boolean authenticates;
          String digest = "";
        };
    PageReader.object(
        at,
        Map.of(
            "auth_required", value -> page.authenticates = value.getValueAsBoolean(),
            "config_digest", value -> page.digest = value.getValueAsString("")));
    return new Variables(page.authenticates, page.digest);
  }

  private ProbeResult logins(Endpoint endpoint, Optional<Token> current, Optional<Token> refused) {
    Login login = new Login(endpoint.clients(), endpoint.tls(), own, this.login);
    return expectRefusal(
            endpoint,
            login.withoutToken(),
            new ProbeResult.AuthenticationDisabled("lets in a client without a token"))
        .or(() ->
            expectRefusal(
                endpoint,
                login.withWrongToken(),
                new ProbeResult.AuthenticationDisabled("lets in a client with any token")))
        .or(() ->
            refused.flatMap(token ->
                expectRefusal(
                    endpoint,
                    login.with(token),
                    new ProbeResult.Mismatch("lets in a token that is not in use any more"))))
        .or(() -> current.flatMap(token -> expectAcceptance(endpoint, login.with(token))))
        .orElseGet(ProbeResult.Proved::new);
  }

  private static Optional<ProbeResult> expectRefusal(
      Endpoint endpoint, LoginOutcome outcome, ProbeResult otherwise) {
    return switch (outcome) {
      case LoginOutcome.Refused _ -> Optional.empty();
      case LoginOutcome.Accepted _ -> Optional.of(otherwise);
      case LoginOutcome other -> Optional.of(undecided(endpoint, other));
    };
  }

  private static Optional<ProbeResult> expectAcceptance(Endpoint endpoint, LoginOutcome outcome) {
    return switch (outcome) {
      case LoginOutcome.Accepted _ -> Optional.empty();
      case LoginOutcome.Refused _ ->
          Optional.of(new ProbeResult.Mismatch("refuses the current token"));
      case LoginOutcome other -> Optional.of(undecided(endpoint, other));
    };
  }

  private static ProbeResult undecided(Endpoint endpoint, LoginOutcome outcome) {
    return switch (outcome) {
      case LoginOutcome.Full _ ->
          new ProbeResult.Inconclusive(
              "takes no more connections, so the operator could not log in. Raise max_connections"
                  + " (spec.limits.maxConnections), or have clients leave");
      case LoginOutcome.Leaving _ -> new ProbeResult.Inconclusive("is shutting down");
      case LoginOutcome.Withheld(String reason) -> new ProbeResult.Withheld(reason);
      case LoginOutcome.Distrusted(String reason) -> new ProbeResult.Mismatch(reason);
      case LoginOutcome.NoAnswer _ -> noAnswer(endpoint.clientPort());
      case LoginOutcome.Accepted _, LoginOutcome.Refused _ ->
          throw new IllegalArgumentException("decided");
    };
  }

  private static ProbeResult noAnswer(int port) {
    return new ProbeResult.Unreachable(
        "no answer of a nats-server at port "
            + port
            + ". Let the operator connect to it: look at NetworkPolicies, and at a service mesh that"
            + " wants its own TLS");
  }

  /** What the server says of itself before any login; empty without an answer. */
  public Optional<ServerInfo> info(Endpoint endpoint) {
    return new Login(endpoint.clients(), Optional.empty(), own, login).info();
  }

  /**
   * With how many others the server has routes; a pair of servers has several between them. Empty
   * without an answer.
   */
  public Optional<Integer> peers(Endpoint endpoint) {
    return monitoring.read(
        endpoint.monitor(),
        "routez",
        page -> {
          Set<String> names = new HashSet<>();
          PageReader.object(
              page,
              Map.of(
                  "routes",
                  routes ->
                      PageReader.objects(
                          routes,
                          route ->
                              PageReader.object(
                                  route,
                                  Map.of("remote_id", id -> names.add(id.getValueAsString("")))))));
          return names.size();
        });
  }

  /** Who is connected to the server as a client; empty without an answer. */
  public Optional<Connections> connections(Endpoint endpoint) {
    return monitoring.read(
        endpoint.monitor(), "connz?limit=" + ClientPage.MOST, page -> ClientPage.read(page, own));
  }
}
