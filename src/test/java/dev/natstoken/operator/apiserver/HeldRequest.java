package dev.natstoken.operator.apiserver;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps the first request that names something waiting, and with it whoever sent it. */
final class HeldRequest implements Interceptor {

  private final String name;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  HeldRequest(String name) {
    this.name = name;
  }

  void configure(KubernetesClientBuilder builder) {
    builder.withHttpClientBuilderConsumer(
        http -> http.addOrReplaceInterceptor("held-request", this));
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (request.uri().toString().contains(name)) {
      reached.countDown();
      try {
        if (!released.await(30, TimeUnit.SECONDS)) {
          throw new IllegalStateException("held for too long");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  boolean isReached() {
    return reached.getCount() == 0;
  }

  void release() {
    released.countDown();
  }
}
