package dev.natstoken.operator;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.time.Duration;

/** The HTTP clients of fabric8, which send no pings by themselves, with {@link PingingClient}. */
final class PingingClientFactory extends JdkHttpClientFactory {

  private final Duration interval;

  PingingClientFactory(Duration interval) {
    this.interval = interval;
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
                    ? new PingingClient(built, interval)
                    : same);
  }
}
