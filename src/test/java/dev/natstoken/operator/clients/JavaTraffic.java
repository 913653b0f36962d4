package dev.natstoken.operator.clients;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Traffic of a jnats client with default options. See src/test/clients/README.md. */
final class JavaTraffic {

  private static final String SUBJECT = "traffic";
  private static final byte[] BODY = "hi".getBytes(StandardCharsets.UTF_8);

  private final Connection connection;
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final Map<String, Integer> why = new ConcurrentSkipListMap<>();

  private JavaTraffic(Connection connection) {
    this.connection = connection;
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 4) {
      throw new IllegalArgumentException(
          "usage: requests|responder|connect|logins FOLDER servers|url NAME");
    }
    if (args[0].equals("logins")) {
      logins(Path.of(args[1]), args[3]);
      return;
    }
    int status = 0;
    try (Connection connection = connect(Path.of(args[1]), args[2], args[3])) {
      connection.flush(Duration.ofSeconds(5));
      switch (args[0]) {
        case "connect" -> say("ok");
        case "responder" -> respond(connection);
        case "requests" -> new JavaTraffic(connection).request();
        default -> throw new IllegalArgumentException("mode");
      }
    } catch (IOException e) {
      say(name(e));
      status = 1;
    }
    System.exit(status);
  }

  private static Connection connect(Path folder, String key, String name)
      throws IOException, InterruptedException {
    Options.Builder options = Options.builder().server(read(folder, key)).connectionName(name);
    if (key.equals("servers")) {
      options.token(read(folder, "token").toCharArray());
    }
    if (Files.exists(folder.resolve("ca.crt"))) {
      options.sslContext(trusting(folder.resolve("ca.crt")));
    }
    return Nats.connect(options.build());
  }

  private static void logins(Path folder, String name) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ", 2);
      Options once =
          Options.builder()
              .server(words[0])
              .connectionName(name)
              .token(read(folder, words[1]).toCharArray())
              .noReconnect()
              .connectionTimeout(
                  Duration.ofSeconds(2)) // It waits so long twice where it is refused.
              .errorListener(new ErrorListener() {})
              .build();
      try (Connection _ = Nats.connect(once)) {
        say("ok");
      } catch (IOException e) {
        say(name(e));
      }
    }
  }

  private static SSLContext trusting(Path authorities) {
    try (InputStream pem = Files.newInputStream(authorities)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry(Integer.toString(store.size()), each);
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no trust", e);
    }
  }

  private static void respond(Connection connection) throws Exception {
    connection
        .createDispatcher(m -> connection.publish(m.getReplyTo(), m.getData()))
        .subscribe(SUBJECT, "responders");
    connection.flush(Duration.ofSeconds(5));
    say("connected");
    awaitEnd();
  }

  private void request() throws Exception {
    say("connected");
    var clock = Executors.newSingleThreadScheduledExecutor();
    var requests = new ConcurrentLinkedQueue<CompletableFuture<?>>();
    var tick = clock.scheduleAtFixedRate(() -> requests.add(one()), 0, 50, TimeUnit.MILLISECONDS);
    awaitEnd();
    tick.cancel(false);
    clock.shutdown();
    clock.awaitTermination(5, TimeUnit.SECONDS);
    CompletableFuture.allOf(requests.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("library", "jnats " + Nats.CLIENT_VERSION);
    result.put("sent", sent.get());
    result.put("answered", answered.get());
    result.put("lost", sent.get() - answered.get());
    result.put("why", why);
    result.put("reconnects", connection.getStatistics().getReconnects());
    result.put("closed", connection.getStatus() == Connection.Status.CLOSED);
    say(new ObjectMapper().writeValueAsString(result));
  }

  private CompletableFuture<?> one() {
    sent.incrementAndGet();
    try {
      return connection
          .requestWithTimeout(SUBJECT, BODY, Duration.ofSeconds(2))
          // One that is under way when the connection closes for good may never be told so.
          .orTimeout(5, TimeUnit.SECONDS)
          .handle((message, error) -> error == null ? answered.incrementAndGet() : lost(error));
    } catch (IllegalStateException e) {
      return CompletableFuture.completedFuture(lost(e));
    }
  }

  private int lost(Throwable error) {
    return why.merge(name(error), 1, Integer::sum);
  }

  /** Without the text of the error, which could hold a URL with a token. */
  private static String name(Throwable error) {
    return error instanceof AuthenticationException
        ? "authorization"
        : error.getClass().getSimpleName();
  }

  private static String read(Path folder, String key) {
    try {
      return Files.readString(folder.resolve(key)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitEnd() throws IOException {
    System.in.readAllBytes();
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
