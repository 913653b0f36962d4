package dev.natstoken.operator.health;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that answers GET requests and cannot be blocked by whoever else connects to it.
 *
 * <ol>
 *   <li>A connection carries one request and holds a virtual thread and about a kilobyte.
 *   <li>Whatever it does, it ends soon after it was accepted.
 *   <li>Only so many are open. One more pushes out the oldest, so whoever opens thousands pushes
 *       out their own: who asks at once is answered long before it is the oldest.
 * </ol>
 *
 * <p>The JDK's own server has the second rule, but refuses the newest connection at its limit, and
 * needs 25 kilobytes for each that has sent a byte.
 */
final class HttpPort implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HttpPort.class);

  private static final int OPEN_AT_ONCE = 1024;

  private static final Duration LIFETIME = Duration.ofSeconds(5);

  /** The longest wait until connections that are too old are looked for. */
  private static final int LOOK_MILLIS = 500;

  private static final long PAUSE_MILLIS = 20;

  private final Pages pages;
  private final InstantSource clock;
  private final ServerSocket listener;
  private final Set<HttpConnection> open = new LinkedHashSet<>();

  HttpPort(String name, int port, Pages pages, InstantSource clock) throws IOException {
    this.pages = pages;
    this.clock = clock;
    this.listener = new ServerSocket(port, OPEN_AT_ONCE);
    listener.setSoTimeout(LOOK_MILLIS);
    // No daemon: the program lives as long as it can be asked.
    Thread.ofPlatform().name(name).start(this::listen);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        admit(listener.accept());
      } catch (SocketTimeoutException e) {
        // Nobody came; those who are here are looked at below.
      } catch (IOException e) {
        refused(e);
      }
      endOverdue();
    }
  }

  private void admit(Socket socket) {
    HttpConnection connection = new HttpConnection(socket, clock.instant());
    HttpConnection oldest;
    synchronized (open) {
      oldest = open.size() < OPEN_AT_ONCE ? null : open.iterator().next();
      open.remove(oldest);
      open.add(connection);
    }
    if (oldest != null) {
      oldest.end();
    }
    Thread.ofVirtual()
        .name("http")
        .start(() -> {
          connection.answer(pages);
          synchronized (open) {
            open.remove(connection);
          }
        });
  }

  /** Most likely there are no more file descriptors; the older connections give theirs back. */
  private void refused(IOException e) {
    if (listener.isClosed()) {
      return;
    }
    log.warn("A connection could not be accepted: {}", e.getMessage());
    end(all());
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void endOverdue() {
    List<HttpConnection> overdue = new ArrayList<>();
    Instant limit = clock.instant().minus(LIFETIME);
    synchronized (open) {
      Iterator<HttpConnection> oldestFirst = open.iterator();
      while (oldestFirst.hasNext()) {
        HttpConnection next = oldestFirst.next();
        if (next.since().isAfter(limit)) {
          break;
        }
        overdue.add(next);
        oldestFirst.remove();
      }
    }
    end(overdue);
  }

  private List<HttpConnection> all() {
    synchronized (open) {
      List<HttpConnection> all = List.copyOf(open);
      open.clear();
      return all;
    }
  }

  private static void end(List<HttpConnection> connections) {
    connections.forEach(HttpConnection::end);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      log.debug("The port was not closed", e);
    }
    end(all());
  }
}
