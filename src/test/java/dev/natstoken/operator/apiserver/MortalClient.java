package dev.natstoken.operator.apiserver;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets through so many writes and nothing that follows, as if the program had died right after the
 * last one: what it would still do does not reach the API server.
 */
final class MortalClient implements Interceptor {

  private static final Set<String> READS = Set.of("GET", "HEAD");

  private final int writes;
  private final AtomicInteger asked = new AtomicInteger();

  private MortalClient(int writes) {
    this.writes = writes;
  }

  static MortalClient after(int writes) {
    return new MortalClient(writes);
  }

  void configure(KubernetesClientBuilder builder) {
    builder.withHttpClientBuilderConsumer(
        http -> http.addOrReplaceInterceptor("mortal-client", this));
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    boolean event = request.uri().getPath().endsWith("/events");
    boolean write = !READS.contains(request.method()) && !event;
    if (write && asked.incrementAndGet() > writes) {
      throw new IllegalStateException("dead after write " + writes);
    }
  }

  /** Whether a write more was wanted than was let through. */
  boolean isDead() {
    return asked.get() > writes;
  }
}
