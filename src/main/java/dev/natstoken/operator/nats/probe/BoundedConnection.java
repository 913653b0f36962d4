package dev.natstoken.operator.nats.probe;

import dev.natstoken.operator.nats.config.HostPort;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A connection to somebody who may be a stranger. It ends by itself after its time, whatever the
 * other side says or does not say meanwhile, and is not read beyond its number of bytes; both hold
 * from the first packet to the last, TLS included. It knows no proxies, and asks no DNS.
 */
final class BoundedConnection implements AutoCloseable {

  /**
   * How much of a stranger is listened to.
   *
   * @param time for connecting, sending and reading together
   * @param bytes that are read at most
   */
  record Limits(Duration time, int bytes) {}

  /** Closes what lasts too long. A close never waits, so one thread is enough. */
  private static final ScheduledThreadPoolExecutor ENDS = ends();

  private final CountedSocket socket;
  private final Future<?> end;
  private final InputStream in;

  private BoundedConnection(CountedSocket socket, Future<?> end, InputStream in) {
    this.socket = socket;
    this.end = end;
    this.in = in;
  }

  /**
   * Connects.
   *
   * @throws IOException if nobody answers there, or no address is given
   */
  static BoundedConnection open(HostPort to, Limits limits) throws IOException {
    CountedSocket socket = new CountedSocket(limits.bytes());
    long millis = limits.time().toMillis();
    Future<?> end = ENDS.schedule(() -> close(socket), millis, TimeUnit.MILLISECONDS);
    try {
      socket.connect(new InetSocketAddress(address(to.host()), to.port()), (int) millis);
      socket.setTcpNoDelay(true);
      return new BoundedConnection(socket, end, new BufferedInputStream(socket.getInputStream()));
    } catch (IOException e) {
      end.cancel(false);
      close(socket);
      throw e;
    }
  }

  private static InetAddress address(String literal) throws IOException {
    try {
      return InetAddress.ofLiteral(literal);
    } catch (IllegalArgumentException e) {
      throw new IOException("no address", e);
    }
  }

  /** What the other side says. */
  InputStream in() {
    return in;
  }

  /** What a further layer, such as TLS, is laid over. Nothing may have been read beyond it. */
  Socket socket() {
    return socket;
  }

  /** The first of what was read since {@link #listen}, as text. */
  String heard() {
    return socket.heard();
  }

  /** From here on the first bytes are kept, for {@link #heard}. */
  void listen() {
    socket.listen();
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    end.cancel(false);
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Whoever waits for it sees that it is closed.
    }
  }

  private static ScheduledThreadPoolExecutor ends() {
    var executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("connection-ends").factory());
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  /** Counts what is read, also by a layer that is laid over it. */
  private static final class CountedSocket extends Socket {

    private final int most;
    private CountedStream counted;

    /** Without a proxy, whatever the properties of the system say. */
    CountedSocket(int most) {
      super(Proxy.NO_PROXY);
      this.most = most;
    }

    @Override
    public synchronized InputStream getInputStream() throws IOException {
      if (counted == null) {
        counted = new CountedStream(super.getInputStream(), most);
      }
      return counted;
    }

    synchronized void listen() {
      counted.listen();
    }

    synchronized String heard() {
      return counted.heard();
    }
  }
}
