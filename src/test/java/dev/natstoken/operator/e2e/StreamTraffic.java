package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * A real client that stores one message after the other in a stream with three replicas, each with
 * an id of its own, and sends it again until it is acknowledged; and one that reads them.
 */
final class StreamTraffic implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final String url;
  private final Supplier<String> token;
  private final String stream;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong attempts = new AtomicLong();
  private final AtomicLong longestNanos = new AtomicLong();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final Thread thread = new Thread(this::run, "stream traffic");
  private final StreamReader reader;
  private Connection connection;

  /** To a stream in files. */
  static StreamTraffic onDisk(TestServers servers) throws Exception {
    return new StreamTraffic(servers, "orders", StorageType.File);
  }

  static StreamTraffic inMemory(TestServers servers) throws Exception {
    return new StreamTraffic(servers, "prices", StorageType.Memory);
  }

  private StreamTraffic(TestServers servers, String stream, StorageType storage) throws Exception {
    this.url = "nats://" + servers.serviceAddress() + ":4222";
    this.token = servers::token;
    this.stream = stream;
    // The node learns of a Service's new servers a moment after they are ready.
    connection =
        Awaitility.await("the Service leads to a server")
            .atMost(Duration.ofSeconds(20))
            .ignoreExceptionsMatching(IOException.class::isInstance)
            .until(this::connect, Objects::nonNull);
    StreamConfiguration wanted =
        StreamConfiguration.builder()
            .name(stream)
            .subjects(stream)
            .storageType(storage)
            .replicas(3)
            .duplicateWindow(Duration.ofHours(1))
            .build();
    answer("a stream", () -> connection.jetStreamManagement().addStream(wanted));
    reader = new StreamReader(stream, this::connect);
    thread.start();
  }

  long acknowledged() {
    return acknowledged.get();
  }

  /** Ends after a last acknowledgement and tells what came of it all. */
  Result stop() throws Exception {
    stopped.set(true);
    thread.join();
    reader.awaitRead(acknowledged.get());
    return new Result(
        acknowledged.get(),
        attempts.get(),
        stored(),
        reader.read(),
        reader.again(),
        reader.twice(),
        Duration.ofNanos(longestNanos.get()));
  }

  /**
   * What came of it.
   *
   * @param acknowledged messages that the client knows to be stored
   * @param attempts times that it sent one of them
   * @param stored messages that are in the stream
   * @param read different messages that the other client has read
   * @param again those that came again, because their acknowledgement was lost
   * @param twice those that came again without that
   * @param longestWait from the first attempt to the acknowledgement, at worst
   */
  record Result(
      long acknowledged,
      long attempts,
      long stored,
      long read,
      long again,
      long twice,
      Duration longestWait) {

    /** None lost, and none twice beyond what a lost acknowledgement explains. */
    void assertNoneLostAndNoneTwice() {
      assertThat(stored).as("stored").isEqualTo(acknowledged);
      assertThat(read).as("read").isEqualTo(acknowledged);
      assertThat(twice).as("twice").isZero();
    }

    @Override
    public String toString() {
      return ("Messages: %d sent (%d attempts), %d acknowledged, %d stored, %d lost; %d read, %d of them"
              + " again, %d twice; longest wait %d ms")
          .formatted(
              acknowledged,
              attempts,
              acknowledged,
              stored,
              acknowledged - stored,
              read,
              again,
              twice,
              longestWait.toMillis());
    }
  }

  private void run() {
    long number = 0;
    while (!stopped.get()) {
      number++;
      long begin = System.nanoTime();
      while (!isStored(number)) {
        pause();
      }
      acknowledged.incrementAndGet();
      longestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
      pause();
    }
  }

  private boolean isStored(long number) {
    attempts.incrementAndGet();
    try {
      if (connection.getStatus() == Connection.Status.CLOSED) {
        connection = connect();
      }
      PublishOptions options =
          PublishOptions.builder().messageId("id-" + number).streamTimeout(PATIENCE).build();
      byte[] body = ("message " + number).getBytes(StandardCharsets.UTF_8);
      return connection.jetStream().publish(stream, body, options).getSeqno() > 0;
    } catch (IOException | JetStreamApiException | IllegalStateException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private long stored() throws Exception {
    try (Connection fresh = connect()) {
      StreamInfo info =
          answer("its state", () -> fresh.jetStreamManagement().getStreamInfo(stream));
      return info.getStreamState().getMsgCount();
    }
  }

  /** Asks again: servers that vote for a leader, or are busy, may answer too late for jnats. */
  private static <T> T answer(String to, Callable<T> question) {
    return Awaitility.await(to)
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsMatching(
            e -> e instanceof IOException || e instanceof JetStreamApiException)
        .until(question, Objects::nonNull);
  }

  private Connection connect() throws IOException, InterruptedException {
    return Nats.connect(
        Options.builder()
            .server(url)
            .maxReconnects(-1)
            .connectionTimeout(PATIENCE)
            .errorListener(new ErrorListener() {})
            .tokenSupplier(() -> token.get().toCharArray())
            .build());
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws Exception {
    stopped.set(true);
    thread.join();
    reader.close();
    connection.close();
  }
}
