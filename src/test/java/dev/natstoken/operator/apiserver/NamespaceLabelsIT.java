package dev.natstoken.operator.apiserver;

import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.kube.AccessObjects;
import dev.natstoken.operator.kube.ServedNamespaces;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An operator of all namespaces watches them. One that acted would be in the way of all other
 * tests, so this one only looks, and at no more than its own accesses.
 */
@Tag("api")
class NamespaceLabelsIT {

  @Test
  void aNewLabelOfANamespaceIsSeenByItsAccesses() {
    KubernetesClient client = ApiServer.get().client();
    Looking looking = new Looking();
    Operator operator =
        new Operator(o -> o.withKubernetesClient(client).withCloseClientOnStop(false));
    try (AccessNamespaces both = new AccessNamespaces()) {
      both.allow(Map.of("selector", Map.of("matchLabels", Map.of("team", "shop"))));
      both.ask();
      operator.register(
          looking, o -> o.settingNamespaces(Set.of(both.owners().name(), both.clients().name())));
      operator.start();
      both.label("shop");
      looking.await("shop");
      both.label("billing");
      looking.await("billing");
    } finally {
      operator.stop();
    }
  }

  /** Remembers the labels that its last pass saw, and looks only when it is called. */
  private static final class Looking implements Reconciler<NatsTokenAccess> {

    private AccessObjects objects;
    private volatile Map<String, String> labels = Map.of();

    @Override
    public List<EventSource<?, NatsTokenAccess>> prepareEventSources(
        EventSourceContext<NatsTokenAccess> context) {
      objects = new AccessObjects(context, true, Set.of(), new ServedNamespaces());
      return objects.sources();
    }

    @Override
    public UpdateControl<NatsTokenAccess> reconcile(
        NatsTokenAccess access, Context<NatsTokenAccess> context) {
      labels = objects.cached(access).namespaceLabels();
      return UpdateControl.noUpdate();
    }

    void await(String team) {
      TestNamespace.await("team " + team).until(() -> team.equals(labels.get("team")));
    }
  }
}
