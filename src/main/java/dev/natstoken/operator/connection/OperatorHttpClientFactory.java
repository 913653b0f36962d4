package dev.natstoken.operator.connection;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.time.Duration;

/** Has fabric8's own HTTP clients use {@link OperatorHttpClient}. */
final class OperatorHttpClientFactory extends JdkHttpClientFactory {

  private final Duration pingInterval;
  private final FreshLease lease;

  OperatorHttpClientFactory(Duration pingInterval, FreshLease lease) {
    this.pingInterval = pingInterval;
    this.lease = lease;
  }

  /** A builder of which each method is another's, but for what it builds. */
  @Override
  protected HttpClient.Builder createNewHttpClientBuilder() {
    HttpClient.Builder builder = super.createNewHttpClientBuilder();
    return (HttpClient.Builder)
        Proxy.newProxyInstance(
            HttpClient.Builder.class.getClassLoader(),
            new Class<?>[] {HttpClient.Builder.class},
            (same, method, arguments) ->
                method.invoke(builder, arguments) instanceof HttpClient built
                    ? new OperatorHttpClient(built, pingInterval, lease)
                    : same);
  }
}
