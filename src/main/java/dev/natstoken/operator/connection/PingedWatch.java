package dev.natstoken.operator.connection;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Finds out that a WebSocket is half open: its other end is gone, and no packet says so. A watch
 * over one would be silent for minutes, as it is when nothing changes.
 *
 * <ol>
 *   <li>It is pinged from its beginning on, and again after each interval.
 *   <li>One from which nothing came for an interval after a ping, be it the answer or an event,
 *       ends with an error, upon which its watch begins anew where it was.
 *   <li>A server that has never answered a ping knows none: its silence means nothing.
 * </ol>
 */
final class PingedWatch implements WebSocket.Listener {

  private final WebSocket.Listener watch;
  private final Duration interval;
  private final AtomicBoolean pingsAreAnswered;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile boolean heard;

  /**
   * To be told of in the place of another.
   *
   * @param pingsAreAnswered whether one ever was by this server, which all of its watches share
   */
  PingedWatch(WebSocket.Listener watch, Duration interval, AtomicBoolean pingsAreAnswered) {
    this.watch = watch;
    this.interval = interval;
    this.pingsAreAnswered = pingsAreAnswered;
  }

  @Override
  public void onOpen(WebSocket socket) {
    watch.onOpen(socket);
    Thread.ofVirtual().name("watch-ping").start(() -> ping(socket));
  }

  private void ping(WebSocket socket) {
    try {
      while (!over.get() && !socket.isOutputClosed()) {
        heard = false;
        var _ = socket.sendPing(ByteBuffer.allocate(0));
        Thread.sleep(interval);
        if (!heard && pingsAreAnswered.get() && over.compareAndSet(false, true)) {
          socket.abort();
          watch.onError(socket, new IOException("no answer to a ping within " + interval));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
    heard = true;
    pingsAreAnswered.set(true);
    return watch.onPong(socket, message);
  }

  @Override
  public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
    heard = true;
    return watch.onPing(socket, message);
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    heard = true;
    return watch.onText(socket, data, last);
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    heard = true;
    return watch.onBinary(socket, data, last);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    over.set(true);
    return watch.onClose(socket, code, reason);
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    if (over.compareAndSet(false, true)) {
      watch.onError(socket, error);
    }
  }
}
