package dev.natstoken.operator.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PingedWatchTest {

  private static final int SOME = 5;

  private final Socket socket = new Socket();
  private final AtomicInteger errors = new AtomicInteger();
  private final PingedWatch watch =
      new PingedWatch(
          new WebSocket.Listener() {
            @Override
            public void onError(WebSocket of, Throwable error) {
              assertThat(error).isInstanceOf(IOException.class);
              errors.incrementAndGet();
            }
          },
          Duration.ofMillis(20),
          new AtomicBoolean());

  @Test
  void aQuietWatchWhosePingsAreAnsweredGoesOn() {
    open(true);
    awaitPings(SOME);
    assertThat(socket.aborted).isFalse();
    assertThat(errors).hasValue(0);
    socket.aborted = true;
  }

  @Test
  void oneWhosePingsAreNoLongerAnsweredEndsWithOneError() {
    open(true);
    awaitPings(1);
    socket.answers = false;
    await().until(() -> errors.get() == 1);
    assertThat(socket.aborted).isTrue();
    watch.onError(socket, new IOException("the end of the same"));
    assertThat(errors).hasValue(1);
  }

  @Test
  void aServerThatNeverAnsweredAPingIsNotJudgedByThem() {
    open(false);
    awaitPings(SOME);
    assertThat(socket.aborted).isFalse();
    socket.aborted = true;
  }

  @Test
  void oneThatWasClosedIsPingedNoMore() {
    open(true);
    watch.onClose(socket, WebSocket.NORMAL_CLOSURE, "");
    socket.answers = false;
    awaitNoMorePings();
    assertThat(errors).hasValue(0);
  }

  private void open(boolean answers) {
    socket.answers = answers;
    watch.onOpen(socket);
  }

  private void awaitPings(int more) {
    int before = socket.pings.get();
    await().until(() -> socket.pings.get() >= before + more);
  }

  private void awaitNoMorePings() {
    await().during(Duration.ofMillis(100)).until(socket.pings::get, n -> n <= 2);
  }

  /** The near end of a connection. */
  private final class Socket implements WebSocket {

    private final AtomicInteger pings = new AtomicInteger();
    private volatile boolean answers;
    private volatile boolean aborted;

    @Override
    public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
      pings.incrementAndGet();
      if (answers) {
        watch.onPong(this, message);
      }
      return CompletableFuture.completedFuture(this);
    }

    @Override
    public void abort() {
      aborted = true;
    }

    @Override
    public boolean isOutputClosed() {
      return aborted;
    }

    @Override
    public boolean isInputClosed() {
      return aborted;
    }

    @Override
    public void request(long n) {
      // Whatever there is was told already.
    }

    @Override
    public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<WebSocket> sendClose(int code, String reason) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String getSubprotocol() {
      return "";
    }
  }
}
