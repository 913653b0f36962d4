package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.health.Reconciliations;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FairReconcilerTest {

  private static final int HANGING = 60;

  private final CountDownLatch hang = new CountDownLatch(1);
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final Queue<ResourceID> called = new ConcurrentLinkedQueue<>();
  private final List<Thread> passes = new ArrayList<>();
  private final FairReconciler<NatsTokenAuth> reconciler =
      new FairReconciler<>(
          inner(),
          "nats.token",
          48,
          InstantSource.system(),
          new Reconciliations(InstantSource.system()),
          new SimpleMeterRegistry()) {
        @Override
        protected Object wanted(NatsTokenAuth resource) {
          return resource.getMetadata().getGeneration();
        }

        @Override
        protected Optional<Long> reported(NatsTokenAuth resource) {
          return Optional.empty();
        }
      };

  @AfterEach
  void end() throws InterruptedException {
    hang.countDown();
    for (Thread pass : passes) {
      pass.join();
    }
  }

  @Test
  void aNamespaceIsServedSoonAlthoughMoreNamespacesHangThanThereAreTurns() {
    for (EventSource<?, NatsTokenAuth> source : reconciler.prepareEventSources(null)) {
      source.setEventHandler(event -> called.add(event.getRelatedCustomResourceID()));
      source.start();
    }
    for (int i = 0; i < HANGING; i++) {
      begin("hanging-" + i);
    }
    Awaitility.await("no turn is left").until(() -> begun.size() == 48);
    begin("shop");
    Awaitility.await("a call")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> {
          List.copyOf(called).forEach(id -> begin(id.getNamespace().orElseThrow()));
          called.clear();
          return begun.contains("shop");
        });
  }

  private void begin(String namespace) {
    passes.add(
        Thread.startVirtualThread(() -> {
          try {
            reconciler.reconcile(resource(namespace), null);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        }));
  }

  private static NatsTokenAuth resource(String namespace) {
    NatsTokenAuth resource = new NatsTokenAuth();
    resource.setMetadata(
        new ObjectMetaBuilder().withNamespace(namespace).withName("orders").build());
    return resource;
  }

  private Reconciler<NatsTokenAuth> inner() {
    return (resource, context) -> {
      begun.add(resource.getMetadata().getNamespace());
      hang.await();
      return UpdateControl.noUpdate();
    };
  }
}
