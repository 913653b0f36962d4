package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** CRD, operator and servers come out of one git repository by way of Argo CD's engine. */
@Tag("gitops")
@Isolated("It removes and installs operators.")
class ArgoCdEngineE2E {

  private static final String NAMESPACE = "nats-token-operator-argocd";
  private static final String CRD = "natstokenauths.natstoken.dev";
  private static final String AGENT = "gitops-agent";

  /** What Argo CD itself would add to the resource, besides what the agent does. */
  private static final String TRACKED =
      "labels: {app.kubernetes.io/instance: shop},"
          + " annotations: {argocd.argoproj.io/tracking-id: shop}";

  @TempDir static Path folder;

  private final InstalledOperator none = new InstalledOperator();
  private final KubernetesClient client = none.client();
  private final Programs programs = new Programs(Map.of());
  private final int port = Programs.freePort();
  private GitRepository git;

  @Test
  void oneSyncBringsAllAndLaterOnesChangeWhatGitChangesAndNothingElse() {
    InstalledOperator.remove();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    try (TestServers servers = new TestServers(none);
        programs) {
      git = new GitRepository(folder);
      git.commit("crd.yaml", unprunedCrd());
      git.commit("operator.yaml", Release.manifests(NAMESPACE));
      git.commit("orders.yaml", resource(servers, "replicas: 1"));
      programs.start(
          AGENT,
          git.folder().toString(),
          "--default-namespace=" + NAMESPACE,
          "--port=" + port,
          "--resync-seconds=3600");
      Awaitility.await("the first sync")
          .atMost(Duration.ofMinutes(1))
          .until(() -> !results().isEmpty());
      servers.awaitReady();
      servers.assertServing(1);
      assertNoMarkReachesAChild(servers);

      Map<String, String> before = servers.versions();
      assertThat(changesOfNextSync()).isEmpty();
      assertThat(changesOfNextSync()).isEmpty();
      assertThat(servers.versions()).isEqualTo(before);

      git.commit("orders.yaml", resource(servers, "replicas: 2"));
      assertThat(changesOfNextSync())
          .singleElement()
          .asString()
          .contains("NatsTokenAuth", "orders");
      servers.awaitReady();
      servers.assertServing(2);

      git.commit("orders.yaml", null);
      git.commit("operator.yaml", null);
      git.commit("crd.yaml", null);
      changesOfNextSync();
      Awaitility.await("all is pruned, in whatever order")
          .atMost(Duration.ofMinutes(2))
          .until(() ->
              servers.get() == null
                  && servers.ownObjects().isEmpty()
                  // Gone when its pod is, which ends what it is at.
                  && client
                      .apps()
                      .deployments()
                      .inNamespace(NAMESPACE)
                      .list()
                      .getItems()
                      .isEmpty());
      assertThat(client.apiextensions().v1().customResourceDefinitions().withName(CRD).get())
          .isNotNull();
    } finally {
      client.namespaces().withName(NAMESPACE).delete();
      TestServers.removeNamespaces(client);
    }
  }

  private static String resource(TestServers servers, String spec) {
    return "apiVersion: natstoken.dev/v1alpha1\n"
        + "kind: NatsTokenAuth\n"
        + "metadata: {namespace: %s, name: orders, %s}\n".formatted(servers.namespace(), TRACKED)
        + "spec: {%s}\n".formatted(spec);
  }

  /** As docs/gitops.md says. */
  private String unprunedCrd() {
    var crd =
        client
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .load(Path.of("crds", CRD + "-v1.yml").toFile())
            .item();
    crd.getMetadata().setAnnotations(Map.of("argocd.argoproj.io/sync-options", "Prune=false"));
    return Serialization.asYaml(crd);
  }

  private void assertNoMarkReachesAChild(TestServers servers) {
    assertThat(new OwnObjects(client, servers.namespace()).stream())
        .isNotEmpty()
        .allSatisfy(o -> assertThat(Serialization.asYaml(o)).doesNotContain("argoproj.io"))
        .allSatisfy(o ->
            assertThat(o.getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/instance", "orders"));
  }

  /**
   * Has the agent look at git and the cluster once more; what it says that it did, line by line.
   */
  private List<String> changesOfNextSync() {
    int before = results().size();
    try {
      URI.create("http://127.0.0.1:" + port + "/api/v1/sync").toURL().openStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await("a sync").atMost(Duration.ofMinutes(1)).until(() -> results().size() > before);
    return results()
        .get(before)
        .lines()
        .skip(1)
        .filter(line -> line.matches("\\S+/.*") && !line.endsWith(" unchanged"))
        .toList();
  }

  /** The table of each sync. */
  private List<String> results() {
    try {
      List<String> parts =
          List.of(Files.readString(Programs.log(AGENT)).split("(?m)^(?=RESOURCE)"));
      return parts.subList(1, parts.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
