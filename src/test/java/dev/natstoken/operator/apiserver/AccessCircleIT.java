package dev.natstoken.operator.apiserver;

import static dev.natstoken.operator.apiserver.AccessNamespaces.ACCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAccess;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A token that would be its own source, for ever. */
@Tag("api")
class AccessCircleIT {

  private static final String CIRCLE = "circle";

  /** Else it would be made again as soon as its Secret is gone, and go again, without end. */
  @Test
  void aCircleThatWasCutStaysSo() {
    try (AccessNamespaces both = AccessNamespaces.allowed()) {
      both.allow(both.owners().name(), both.clients().name());
      askForCircle(both, Map.of());
      TestNamespace.await("the Secret").until(() -> circle(both) != null);
      both.ask();
      both.awaitCopy();
      AtomicInteger made = new AtomicInteger();
      try (Watch _ = both.owners().object(Secret.class, CIRCLE).watch(counting(made))) {
        close(both);
        both.awaitReason(ACCESS, "TokenFromAccess");
        awaitRefused(both);
        both.owners().awaitStalled("ExistingSecretMissing");
        askForCircle(both, Map.of("labels", Map.of("looked", "at")));
        awaitRefused(both);
        TestNamespace.await("all that was made is told").until(() -> made.get() > 0);
      }
      assertThat(made).as("the one that stood before").hasValue(1);
      assertThat(circle(both)).isNull();
      assertThat(both.copy()).isNull();
    }
  }

  private static void close(AccessNamespaces both) {
    both.owners()
        .apply(
            Map.of(
                "allowedNamespaces",
                Map.of("names", List.of(both.owners().name(), both.clients().name())),
                "token",
                Map.of("existingSecret", Map.of("name", CIRCLE))));
  }

  private static void askForCircle(AccessNamespaces both, Map<String, ?> more) {
    Map<String, Object> spec = new HashMap<>(more);
    spec.put("authRef", Map.of("namespace", both.owners().name(), "name", TestNamespace.NAME));
    both.ask(both.owners(), CIRCLE, spec);
  }

  private static void awaitRefused(AccessNamespaces both) {
    TestNamespace.await("the circle refused")
        .untilAsserted(() -> {
          NatsTokenAccess access = both.owners().object(NatsTokenAccess.class, CIRCLE).get();
          assertThat(AccessNamespaces.ready(access).map(c -> c.getReason()))
              .contains("TokenFromAccess");
          assertThat(access.getStatus().observedGeneration())
              .isEqualTo(access.getMetadata().getGeneration());
        });
  }

  private static Secret circle(AccessNamespaces both) {
    return AccessNamespaces.secret(both.owners(), CIRCLE);
  }

  private static Watcher<Secret> counting(AtomicInteger made) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, Secret secret) {
        if (action == Action.ADDED) {
          made.incrementAndGet();
        }
      }

      @Override
      public void onClose(WatcherException cause) {
        throw new KubernetesClientException("the watch ended", cause);
      }
    };
  }
}
