package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The operator changes in git, leaves it and comes back, and its servers do not care. */
@Tag("gitops")
@Isolated("It removes and installs operators.")
class FluxOperatorE2E {

  private static final String MANIFESTS = "operator/operator.yaml";
  private static final String DEPLOYMENT = "Deployment/" + Flux.NAMESPACE + "/" + Flux.OPERATOR;

  @TempDir Path folder;

  private final InstalledOperator none = new InstalledOperator();
  private final KubernetesClient client = none.client();

  @Test
  void anOperatorThatIsChangedPrunedAndBroughtBackLeavesItsServersAlone() {
    InstalledOperator.remove();
    try (Flux flux = new Flux(client, folder);
        TestServers servers = new TestServers(none)) {
      flux.installOperator();
      servers.apply(Map.of("replicas", 2));
      servers.awaitReady();
      Set<String> pods = servers.podUids();
      String token = servers.token();

      commit(flux, Release.manifests(Flux.NAMESPACE, "podAnnotations.changed=yes"));
      assertThat(deployments())
          .singleElement()
          .satisfies(d ->
              assertThat(d.getSpec().getTemplate().getMetadata().getAnnotations())
                  .containsEntry("changed", "yes"));
      List<String> changes = flux.awaitChange(Flux.OPERATOR, DEPLOYMENT + " configured");
      assertThat(changes).containsOnlyOnce(DEPLOYMENT + " configured");
      flux.reconcile(Flux.OPERATOR);
      assertThat(flux.changes(Flux.OPERATOR)).isEqualTo(changes);

      flux.git().commit("operator/README.md", "Nothing here for now.\n");
      commit(flux, null);
      assertThat(deployments()).isEmpty();
      assertThat(client.rbac().clusterRoles().list().getItems())
          .noneMatch(r -> r.getMetadata().getName().startsWith(Flux.NAMESPACE));
      assertThat(servers.get().getMetadata().getDeletionTimestamp()).isNull();
      servers.assertServing(2);

      commit(flux, Release.manifests(Flux.NAMESPACE));
      servers.apply(Map.of("replicas", 2, "networkPolicy", Map.of("enabled", false)));
      servers.awaitReady();
      assertThat(servers.podUids()).isEqualTo(pods);
      assertThat(servers.token()).isEqualTo(token);
    } finally {
      TestServers.removeNamespaces(client);
    }
  }

  private static void commit(Flux flux, String manifests) {
    flux.awaitReady(Flux.OPERATOR, flux.git().commit(MANIFESTS, manifests));
  }

  private List<Deployment> deployments() {
    return client.apps().deployments().inNamespace(Flux.NAMESPACE).list().getItems();
  }
}
