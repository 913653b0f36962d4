package dev.natstoken.operator.forged;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * No nats-server, but polite like one: it says that it asks for a token and runs the right
 * configuration, refuses everybody, and keeps what it was told.
 */
public final class StandIn implements AutoCloseable {

  private static final int CLIENTS = 4222;
  private static final int MONITOR = 8222;

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final ServerSocket clients;
  private final HttpServer monitor;

  /**
   * Starts it with the ports of a server.
   *
   * @param configDigest that it shows
   */
  public StandIn(String address, String configDigest) {
    String varz =
        "{\"auth_required\":true,\"config_digest\":\"%s\",\"version\":\"2.12.1\"}"
            .formatted(configDigest);
    try {
      InetAddress host = InetAddress.getByName(address);
      clients = new ServerSocket(CLIENTS, 50, host);
      monitor = HttpServer.create(new InetSocketAddress(host, MONITOR), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    monitor.createContext(
        "/",
        exchange -> {
          byte[] answer = varz.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    monitor.start();
    Thread.ofVirtual().start(this::listen);
  }

  /** Everything that clients said so far. */
  public List<String> told() {
    return List.copyOf(told);
  }

  private void listen() {
    while (!clients.isClosed()) {
      try {
        Socket client = clients.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client
          .getOutputStream()
          .write(
              "INFO {\"auth_required\":true,\"max_payload\":1048576}\r\n"
                  .getBytes(StandardCharsets.UTF_8));
      String line =
          new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      if (line != null) {
        told.add(line);
      }
      client
          .getOutputStream()
          .write("-ERR 'Authorization Violation'\r\n".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Who went away has said what he had to say.
    }
  }

  @Override
  public void close() {
    monitor.stop(0);
    try {
      clients.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
