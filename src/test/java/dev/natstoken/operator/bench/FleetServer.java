package dev.natstoken.operator.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.natstoken.operator.nats.token.TokenHash;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.mindrot.jbcrypt.BCrypt;

/**
 * Stands in for the nats-servers of all pods. It listens on all of 127.0.0.0/8 and knows by the
 * address that was called which server it is; it checks tokens with the hash in the configuration
 * of that server, and shows the digest, the routes and no clients.
 */
final class FleetServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BACKLOG = 1024;

  /**
   * One server.
   *
   * @param id what it calls itself, another one after each start
   * @param peers servers of its set beside it
   */
  record Server(String id, String digest, TokenHash hash, int peers) {}

  private final ServerSocket clients;
  private final ServerSocket monitor;
  private final Map<InetAddress, Server> servers = new ConcurrentHashMap<>();
  private final AtomicLong connections = new AtomicLong();

  FleetServer() {
    try {
      clients = new ServerSocket(0, BACKLOG, new InetSocketAddress(0).getAddress());
      monitor = new ServerSocket(0, BACKLOG, new InetSocketAddress(0).getAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().start(() -> accept(clients, this::login));
    Thread.ofPlatform().daemon().start(() -> accept(monitor, this::page));
  }

  int clientPort() {
    return clients.getLocalPort();
  }

  int monitorPort() {
    return monitor.getLocalPort();
  }

  void put(String address, Server server) {
    servers.put(InetAddress.ofLiteral(address), server);
  }

  void remove(String address) {
    servers.remove(InetAddress.ofLiteral(address));
  }

  /** Connections that were made so far, to any port of any server. */
  long connections() {
    return connections.get();
  }

  private interface Manner {
    void meet(Server server, BufferedReader in, OutputStream out) throws IOException;
  }

  private void accept(ServerSocket socket, Manner manner) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> meet(client, manner));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void meet(Socket client, Manner manner) {
    try (client) {
      Server server = servers.get(client.getLocalAddress());
      if (server != null) {
        manner.meet(
            server,
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8)),
            client.getOutputStream());
      }
    } catch (IOException e) {
      // Who went away has heard enough.
    }
  }

  private void login(Server server, BufferedReader in, OutputStream out) throws IOException {
    say(
        out,
        "INFO {\"server_id\":\"%s\",\"client_id\":%d,\"auth_required\":true}\r\n"
            .formatted(server.id(), connections.get()));
    String line = in.readLine();
    if (line == null || !line.startsWith("CONNECT ")) {
      return;
    }
    String token = JSON.readTree(line.substring("CONNECT ".length())).path("auth_token").asText();
    boolean letIn = !token.isEmpty() && BCrypt.checkpw(token, server.hash().value());
    say(out, letIn ? "PONG\r\n" : "-ERR 'Authorization Violation'\r\n");
  }

  private void page(Server server, BufferedReader in, OutputStream out) throws IOException {
    String request = Optional.ofNullable(in.readLine()).orElse("");
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      // The headers say nothing of interest.
    }
    String body = request.startsWith("GET /varz") ? varz(server) : lists(server);
    say(
        out,
        "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(body.length(), body));
  }

  private static String varz(Server server) {
    return "{\"auth_required\":true,\"config_digest\":\"%s\",\"version\":\"2.12.1\"}"
        .formatted(server.digest());
  }

  private static String lists(Server server) {
    StringBuilder routes = new StringBuilder();
    for (int i = 0; i < server.peers(); i++) {
      routes.append(i == 0 ? "" : ",").append("{\"remote_id\":\"peer-").append(i).append("\"}");
    }
    return "{\"server_id\":\"%s\",\"num_connections\":0,\"total\":0,\"connections\":[],\"routes\":[%s]}"
        .formatted(server.id(), routes);
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    try {
      clients.close();
      monitor.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
