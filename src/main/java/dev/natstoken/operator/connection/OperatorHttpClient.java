package dev.natstoken.operator.connection;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * An HTTP client as another one, with more care.
 *
 * <ol>
 *   <li>WebSockets are pinged: {@link PingedWatch}.
 *   <li>No write is sent without a lease: {@link FreshLease}.
 *   <li>A page of a list that fills a cache gets the time that was asked for. All else gets five
 *       seconds, since a pass waits for it, or a watch.
 *   <li>No more requests are made at once than fit: {@link RequestTurns}, by the namespace that
 *       they are for. What keeps the lease waits for no turn.
 * </ol>
 */
final class OperatorHttpClient extends HttpClient {

  private static final Pattern NAMESPACED = Pattern.compile("/namespaces/([^/]+)/");

  private final HttpClient client;
  private final Duration pingInterval;
  private final FreshLease lease;
  private final AtomicBoolean pingsAreAnswered = new AtomicBoolean();
  private final RequestTurns turns = new RequestTurns(RequestTurns.AT_ONCE);

  OperatorHttpClient(HttpClient client, Duration pingInterval, FreshLease lease) {
    this.client = client;
    this.pingInterval = pingInterval;
    this.lease = lease;
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return new Pinged(client.newWebSocketBuilder());
  }

  private final class Pinged implements WebSocket.Builder {

    private final WebSocket.Builder builder;

    Pinged(WebSocket.Builder builder) {
      this.builder = builder;
    }

    @Override
    public CompletableFuture<WebSocket> buildAsync(URI uri, WebSocket.Listener listener) {
      return builder.buildAsync(uri, new PingedWatch(listener, pingInterval, pingsAreAnswered));
    }

    @Override
    public WebSocket.Builder header(String name, String value) {
      builder.header(name, value);
      return this;
    }

    @Override
    public WebSocket.Builder connectTimeout(Duration timeout) {
      builder.connectTimeout(shorter(timeout));
      return this;
    }

    @Override
    public WebSocket.Builder subprotocols(String mostPreferred, String... lesserPreferred) {
      builder.subprotocols(mostPreferred, lesserPreferred);
      return this;
    }
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    return sendAsync(request, handler, null);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      HttpResponse.PushPromiseHandler<T> pushes) {
    return lease.isKeptBy(request)
        ? sendNow(request, handler, pushes)
        : turns.in(lane(request), () -> sendNow(request, handler, pushes));
  }

  private static String lane(HttpRequest request) {
    Matcher namespaced = NAMESPACED.matcher(request.uri().getPath());
    return namespaced.find() ? namespaced.group(1) : "";
  }

  private <T> CompletableFuture<HttpResponse<T>> sendNow(
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      HttpResponse.PushPromiseHandler<T> pushes) {
    Optional<String> refusal = lease.refusal(request);
    if (refusal.isPresent()) {
      // Not thrown: whoever tries a second time would not be told.
      return CompletableFuture.failedFuture(new KubernetesClientException(refusal.get()));
    }
    return client
        .sendAsync(isPage(request) ? request : brief(request), handler, pushes)
        .thenApply(response -> {
          lease.answered(request, response.statusCode());
          return response;
        });
  }

  /** Of those lists alone the operator asks for pages. */
  private static boolean isPage(HttpRequest request) {
    String query = request.uri().getQuery();
    return query != null && query.matches("(.*&)?limit=.*");
  }

  /** What has no limit of time is a watch over plain HTTP. */
  private static HttpRequest brief(HttpRequest request) {
    return request
        .timeout()
        .map(timeout ->
            HttpRequest.newBuilder(request, (name, value) -> true)
                .timeout(shorter(timeout))
                .build())
        .orElse(request);
  }

  private static Duration shorter(Duration timeout) {
    return Collections.min(List.of(timeout, ApiConnection.LONGEST_REQUEST));
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    throw new UnsupportedOperationException("nobody waits for an answer in this way");
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return client.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return client.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return client.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return client.authenticator();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }
}
