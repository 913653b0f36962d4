package dev.natstoken.operator.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.natstoken.operator.api.NatsTokenAuth;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events at the end of the program. */
class EventPublisherTest {

  private final AtomicInteger asked = new AtomicInteger();

  /** What the client throws as it closes, and once it is closed. */
  @ParameterizedTest
  @ValueSource(classes = {RejectedExecutionException.class, IllegalStateException.class})
  void anEventThatComesTooLateEndsNoThread(Class<? extends RuntimeException> thrown) {
    NatsTokenAuth about = new NatsTokenAuth();
    about.setMetadata(new ObjectMetaBuilder().withName("orders").withNamespace("shop").build());
    EventPublisher events =
        new EventPublisher(closed(thrown), Clock.systemUTC(), Runnable::run, "test");
    assertThatCode(() -> events.publish(about, EventReason.Ready, "All servers are ready"))
        .doesNotThrowAnyException();
    assertThat(asked).hasValue(1);
  }

  private KubernetesClient closed(Class<? extends RuntimeException> thrown) {
    return (KubernetesClient)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {KubernetesClient.class},
            (_, _, _) -> {
              asked.incrementAndGet();
              throw thrown.getConstructor(String.class).newInstance("closed");
            });
  }
}
