package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.api.NatsTokenAuth;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operator writes at any time: an edit of these tests must not hang on its moment. */
@Tag("api")
class AsUserIT {

  @Test
  void anEditIsNotStoppedByAWriteInBetween() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(Map.of());
      AtomicInteger tries = new AtomicInteger();
      AsUser.edit(
          namespace.resource(),
          r -> {
            if (tries.incrementAndGet() == 1) {
              AsUser.requestRotation(namespace.resource(), "in between");
            }
            r.getMetadata().getAnnotations().put("edited", "true");
            return r;
          });
      assertThat(namespace.get().getMetadata().getAnnotations())
          .containsEntry("edited", "true")
          .containsEntry(NatsTokenAuth.ROTATE, "in between");
    }
  }
}
