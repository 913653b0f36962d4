package dev.natstoken.operator.e2e;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/**
 * A real client that reads a stream by a durable consumer and acknowledges each message. One whose
 * acknowledgement is lost comes again, and says so; any other comes once.
 */
final class StreamReader implements AutoCloseable {

  private static final int BATCH = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Callable<Connection> connect;
  private final String stream;

  /** Another one for each reader: it reads what was stored before it, too. */
  private final String consumer = "reader-" + Long.toString(System.nanoTime(), 36);

  private final Set<String> read = ConcurrentHashMap.newKeySet();
  private final AtomicLong again = new AtomicLong();
  private final AtomicLong twice = new AtomicLong();
  private final Thread thread;
  private volatile boolean stopped;

  StreamReader(String stream, Callable<Connection> connect) {
    this.connect = connect;
    this.stream = stream;
    this.thread = Thread.ofVirtual().name("stream reader").start(this::run);
  }

  /** How many different messages it has read. */
  long read() {
    return read.size();
  }

  /** How many came again because their acknowledgement was lost. */
  long again() {
    return again.get();
  }

  /** How many came twice without that. */
  long twice() {
    return twice.get();
  }

  private void run() {
    while (!stopped) {
      try (Connection connection = connect.call()) {
        JetStreamSubscription subscription = subscribe(connection);
        while (!stopped && connection.getStatus() != Connection.Status.CLOSED) {
          subscription.fetch(BATCH, PATIENCE).forEach(this::saw);
        }
      } catch (InterruptedException e) {
        return;
      } catch (Exception e) {
        // Servers come and go; with another connection it begins anew.
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private JetStreamSubscription subscribe(Connection connection)
      throws IOException, JetStreamApiException {
    return connection
        .jetStream()
        .subscribe(stream, PullSubscribeOptions.builder().stream(stream).durable(consumer).build());
  }

  private void saw(Message message) {
    boolean first = read.add(new String(message.getData(), StandardCharsets.UTF_8));
    if (!first && message.metaData().deliveredCount() > 1) {
      again.incrementAndGet();
    } else if (!first) {
      twice.incrementAndGet();
    }
    message.ack();
  }

  /** Until it has read so many. */
  void awaitRead(long messages) {
    Awaitility.await("all messages are read")
        .atMost(Duration.ofMinutes(2))
        .until(() -> read() >= messages);
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.interrupt();
    thread.join();
  }
}
