package dev.natstoken.operator.nats.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Somebody who listens where a server should, and does what a server would not. What it sent and
 * what it was told is counted.
 */
public final class StandIn implements AutoCloseable {

  /** What it does with one connection. */
  public interface Manner {
    void meet(StandIn self, Socket client) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final List<Socket> clients = new CopyOnWriteArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicInteger met = new AtomicInteger();

  private StandIn(ServerSocket socket) {
    this.socket = socket;
  }

  /** One that behaves in this manner until it is closed. */
  public static StandIn with(Manner manner) {
    return with("127.0.0.1", manner);
  }

  static StandIn with(String address, Manner manner) {
    try {
      StandIn self = new StandIn(new ServerSocket(0, 64, InetAddress.ofLiteral(address)));
      Thread.ofVirtual().start(() -> self.accept(manner));
      return self;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(Manner manner) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        clients.add(client);
        met.incrementAndGet();
        Thread.ofVirtual().start(() -> meet(manner, client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void meet(Manner manner, Socket client) {
    try (client) {
      manner.meet(this, client);
    } catch (IOException e) {
      // The other side has left.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** How many connections it had. */
  int met() {
    return met.get();
  }

  long sent() {
    return sent.get();
  }

  /** All that it was told. */
  String heard() {
    return String.join("\n", heard);
  }

  public void say(Socket client, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    client.getOutputStream().write(bytes);
    sent.addAndGet(bytes.length);
  }

  /** Reads a line of what it is told. */
  public String listen(Socket client) throws IOException {
    StringBuilder line = new StringBuilder();
    InputStream in = client.getInputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    heard.add(line.toString());
    return line.toString();
  }

  /** Says nothing at all. */
  static void neverAnswers(StandIn self, Socket client) throws InterruptedException {
    Thread.sleep(Long.MAX_VALUE);
  }

  static void closesAtOnce(StandIn self, Socket client) {
    // The caller closes.
  }

  /** A byte now and then, long before anybody's patience for one is over. */
  public static Manner trickles(String first) {
    return (self, client) -> {
      self.say(client, first);
      while (true) {
        Thread.sleep(20);
        self.say(client, "x");
      }
    };
  }

  /** The same text for ever, as fast as it is taken. */
  static Manner endless(String first, String text) {
    String block = text.repeat(1 + 65536 / text.length());
    return (self, client) -> {
      self.say(client, first);
      while (true) {
        self.say(client, block);
      }
    };
  }

  /** A page of a monitoring port. */
  static Manner page(String header, String body) {
    return (self, client) -> {
      while (!self.listen(client).isBlank()) {
        // The request goes on.
      }
      self.say(client, "HTTP/1.1 " + header + "\r\n\r\n" + body);
    };
  }

  /** A server that greets with this, and answers each CONNECT with that. */
  static Manner greets(String info, String answer) {
    return (self, client) -> {
      self.say(client, "INFO " + info + "\r\n");
      if (self.listen(client).startsWith("CONNECT")) {
        self.say(client, answer + "\r\n");
      }
    };
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket client : clients) {
      client.close();
    }
  }

  /** Swallows what a client says, so that it does not wait to be heard. */
  static void drain(Socket client) throws IOException {
    try (InputStream in = client.getInputStream()) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
