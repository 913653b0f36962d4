package dev.natstoken.operator.apiserver;

import static dev.natstoken.operator.apiserver.AccessNamespaces.ACCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.desired.TokenSecret;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.nats.client.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The Secret of an access while the token changes, on real servers. */
@Tag("api")
class AccessInRotationIT {

  @Test
  void everyStepIsFollowedAsAWholeAndNoneComesAfterALaterOne() {
    try (AccessNamespaces both = serving();
        Seen published = new Seen(both.owners(), TestNamespace.TOKEN_SECRET);
        Seen copied = new Seen(both.clients(), ACCESS)) {
      RotatingServers servers = new RotatingServers(both.owners());
      servers.request("1");
      servers.awaitOverlap();
      both.awaitCopy();
      assertThat(both.copy().getData()).doesNotContainKeys("previous-token", "next-token");
      both.owners().apply(spec("1s", both.clients().name()));
      servers.awaitOnly(2);
      both.awaitCopy();
      assertThat(both.awaitReason(ACCESS, "Bound").tokenGeneration()).isEqualTo(2);
      TestNamespace.await("all that was seen").until(() -> copied.last().equals(both.published()));
      assertThat(copied.versions()).hasSizeGreaterThan(2);
      assertThat(published.versions()).containsSubsequence(copied.versions());
      both.operator().assertNoneFailed();
    }
  }

  @Test
  void theEndOfConsentInAnOverlapTakesTheSecretAtOnceAndTheRotationGoesOn() {
    try (AccessNamespaces both = serving()) {
      RotatingServers servers = new RotatingServers(both.owners());
      servers.request("1");
      servers.awaitOverlap();
      both.awaitCopy();
      both.owners().apply(spec("1h"));
      both.awaitGone(ACCESS);
      both.awaitReason(ACCESS, "AccessNotAllowed");
      both.owners().apply(spec("1s"));
      servers.awaitOnly(2);
      assertThat(both.copies()).isEmpty();
    }
  }

  @Test
  @ResourceLock(ClientPodsIT.OF_THE_TESTS_CLIENTS)
  void whoeverIsLateIsNamedByNamespaceAndPod() throws Exception {
    try (AccessNamespaces both = serving()) {
      RotatingServers servers = new RotatingServers(both.owners());
      try (Connection late = servers.connect(0, both.copiedToken(), "late")) {
        String address = late.getClientInetAddress().getHostAddress();
        ClientPodsIT.run(both.clients(), "greeter", address);
        servers.request("1");
        assertThat(servers.awaitOverlap(1).getStatus().rotation().stragglers())
            .singleElement()
            .satisfies(straggler -> {
              assertThat(straggler.ip()).isEqualTo(address);
              assertThat(straggler.namespace()).isEqualTo(both.clients().name());
              assertThat(straggler.pod()).isEqualTo("greeter");
            });
      } finally {
        both.clients().object(Pod.class, "greeter").withGracePeriod(0).delete();
      }
    }
  }

  private static AccessNamespaces serving() {
    AccessNamespaces both = new AccessNamespaces();
    both.startOperator("5m");
    both.owners().apply(spec("1h", both.clients().name()));
    both.owners().awaitReady();
    both.ask();
    both.awaitCopy();
    return both;
  }

  private static Map<String, Object> spec(String overlap, String... allowed) {
    Map<String, Object> spec = new HashMap<>(RotatingServers.spec(2, overlap));
    spec.put("allowedNamespaces", Map.of("names", List.of(allowed)));
    return spec;
  }

  /** What a Secret said to clients, one after the other. */
  private static final class Seen implements Watcher<Secret>, AutoCloseable {

    private final List<Map<String, String>> versions = new CopyOnWriteArrayList<>();
    private final Watch watch;

    Seen(TestNamespace namespace, String name) {
      watch = namespace.object(Secret.class, name).watch(this);
    }

    @Override
    public void eventReceived(Action action, Secret secret) {
      Map<String, String> data = new TreeMap<>(secret.getData());
      data.keySet().retainAll(TokenSecret.FOR_CLIENTS);
      if (versions.isEmpty() || !versions.getLast().equals(data)) {
        versions.add(data);
      }
    }

    @Override
    public void onClose(WatcherException e) {
      // The test sees that something is missing.
    }

    List<Map<String, String>> versions() {
      return new ArrayList<>(versions);
    }

    Map<String, String> last() {
      return versions.isEmpty() ? Map.of() : versions.getLast();
    }

    @Override
    public void close() {
      watch.close();
    }
  }
}
