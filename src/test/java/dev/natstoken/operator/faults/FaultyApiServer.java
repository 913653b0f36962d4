package dev.natstoken.operator.faults;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.SocketFactory;

/**
 * A proxy in front of a real API server. It speaks plain HTTP/1.1 to clients, who need no right of
 * their own, and does to each request what the rule says.
 */
public final class FaultyApiServer implements AutoCloseable {

  private static final Duration LATE = Duration.ofSeconds(8);

  private final Config real;
  private final SocketFactory toServer;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<OpenWatch> watches = ConcurrentHashMap.newKeySet();
  private final List<ApiCall> calls = new CopyOnWriteArrayList<>();
  private final Map<String, HttpMessage> lists = new ConcurrentHashMap<>();
  private final Map<String, HttpMessage> oldAnswers = new ConcurrentHashMap<>();
  private final Set<String> expired = ConcurrentHashMap.newKeySet();
  private volatile Function<ApiCall, Injection> rule = call -> Injection.NONE;
  private volatile Predicate<ApiCall> held = call -> false;
  private volatile boolean past;
  private volatile boolean away;

  /** Begins to listen, with the rights of this configuration. */
  public FaultyApiServer(Config real) {
    this.real = real;
    try {
      toServer = SSLUtils.sslContext(real).getSocketFactory();
      listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    Thread.ofVirtual().name("faulty-api-server").start(this::accept);
  }

  /** What a client needs to come here. */
  public ConfigBuilder config() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("http://127.0.0.1:" + listener.getLocalPort() + "/")
        .withHttp2Disable(true);
  }

  /** From now on this is asked about each request that is no watch. */
  public void rule(Function<ApiCall, Injection> newRule) {
    rule = newRule;
  }

  /** Requests so far, in their order. */
  public List<ApiCall> calls() {
    return List.copyOf(calls);
  }

  /** Keeps events back, those of watches that begin later too, until others are named. */
  public void hold(Predicate<ApiCall> which) {
    held = which;
    watches.forEach(w -> w.hold(which.test(w.call())));
  }

  /** The watches that are open now get no event any more, and no end. */
  public void swallow(Predicate<ApiCall> which) {
    open(which).forEach(OpenWatch::swallow);
  }

  /** Whether a client still has one of those that get no event any more. */
  public boolean hasSwallowed() {
    return watches.stream().anyMatch(OpenWatch::isSwallowed);
  }

  /** Ends the watches that are open now. */
  public void closeWatches(Predicate<ApiCall> which) {
    open(which).forEach(OpenWatch::close);
  }

  /** Ends these watches, and tells each that begins again, once, that its version is too old. */
  public void expireWatches(Predicate<ApiCall> which) {
    open(which).forEach(w -> expired.add(w.call().subject()));
    closeWatches(which);
  }

  private List<OpenWatch> open(Predicate<ApiCall> which) {
    return watches.stream().filter(w -> which.test(w.call())).toList();
  }

  /** Lists of any age, from the next {@link #past} on, are as they would be now. */
  public void remember() {
    for (Map.Entry<String, HttpMessage> list : lists.entrySet()) {
      try (Socket server = connect()) {
        oldAnswers.put(list.getKey(), ask(list.getValue(), server, in(server)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Whether lists that may be of any age are those of the moment that is remembered. */
  public void past(boolean begins) {
    past = begins;
  }

  /** Whether nobody gets through to the API server; all connections end. */
  public void away(boolean begins) {
    away = begins;
    if (begins) {
      sockets.forEach(FaultyApiServer::close);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (away) {
          client.close();
        } else {
          Thread.ofVirtual().start(() -> serve(client));
        }
      } catch (IOException e) {
        return; // It was closed.
      }
    }
  }

  /** One connection after the other end of which nothing is left. */
  private void serve(Socket client) {
    sockets.add(client);
    try (client;
        Socket server = connect()) {
      InputStream fromClient = new BufferedInputStream(client.getInputStream());
      InputStream fromServer = in(server);
      boolean goesOn = true;
      while (goesOn) {
        Optional<HttpMessage> request = HttpMessage.read(fromClient);
        goesOn =
            request.isPresent()
                && serve(request.get(), new Both(client, fromClient, server, fromServer));
      }
    } catch (IOException | UncheckedIOException e) {
      // One of both went away.
    } finally {
      sockets.remove(client);
    }
  }

  private record Both(
      Socket client, InputStream fromClient, Socket server, InputStream fromServer) {

    void answer(HttpMessage answer) throws IOException {
      answer.writeTo(client.getOutputStream());
    }
  }

  private boolean serve(HttpMessage request, Both both) throws IOException {
    ApiCall call = ApiCall.of(request.word(0), request.word(1));
    calls.add(call);
    if (call.isWatch()) {
      watch(call, request, both);
      return false;
    }
    if (call.isListOfAnyAge()) {
      lists.putIfAbsent(call.subject(), request);
      if (past && oldAnswers.containsKey(call.subject())) {
        both.answer(oldAnswers.get(call.subject()));
        return true;
      }
    }
    Injection injection = rule.apply(call);
    if (injection == Injection.LATE) {
      LockSupport.parkNanos(LATE.toNanos());
    }
    HttpMessage answer =
        injection.passes() ? ask(request, both.server(), both.fromServer()) : request;
    switch (injection) {
      case NONE, LATE -> both.answer(answer);
      case CONFLICT -> both.answer(HttpMessage.failure(409, "Conflict"));
      case FORBIDDEN -> both.answer(HttpMessage.failure(403, "Forbidden"));
      case TOO_MANY -> both.answer(HttpMessage.failure(429, "TooManyRequests", "Retry-After: 1"));
      case SERVER_ERROR -> both.answer(HttpMessage.failure(500, "InternalError"));
      case COMMIT_THEN_504 -> both.answer(HttpMessage.failure(504, "Timeout"));
      case HANG -> {
        var _ =
            both.fromClient().transferTo(OutputStream.nullOutputStream()); // Until it goes away.
        return false;
      }
      case DROP, COMMIT_THEN_DROP -> {
        return false;
      }
    }
    return true;
  }

  private static HttpMessage ask(HttpMessage request, Socket server, InputStream fromServer)
      throws IOException {
    request.writeTo(server.getOutputStream());
    return HttpMessage.read(fromServer).orElseThrow(() -> new IOException("no answer"));
  }

  private void watch(ApiCall call, HttpMessage request, Both both) throws IOException {
    request.writeHeadTo(both.server().getOutputStream());
    HttpMessage head =
        HttpMessage.head(both.fromServer()).orElseThrow(() -> new IOException("no answer"));
    head.writeHeadTo(both.client().getOutputStream());
    OpenWatch watch = new OpenWatch(call, both.client(), both.server(), held.test(call));
    if (head.word(1).equals("101") && expired.remove(call.subject())) {
      watch.expire();
    }
    watches.add(watch);
    try {
      watch.hold(held.test(call)); // It may have changed meanwhile.
      watch.run(both.fromClient(), both.fromServer());
    } finally {
      watches.remove(watch);
    }
  }

  private Socket connect() throws IOException {
    URI uri = URI.create(real.getMasterUrl());
    Socket server = toServer.createSocket(uri.getHost(), uri.getPort());
    server.setTcpNoDelay(true);
    return server;
  }

  private static InputStream in(Socket socket) throws IOException {
    return new BufferedInputStream(socket.getInputStream());
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed then.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    watches.forEach(OpenWatch::close);
    sockets.forEach(FaultyApiServer::close);
  }
}
