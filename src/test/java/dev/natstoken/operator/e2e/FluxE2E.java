package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Operator and servers come out of a git repository by way of Flux, and nobody else acts. */
@Tag("gitops")
@Isolated("It removes and installs operators.")
class FluxE2E {

  private static final String TRACKING = "toolkit.fluxcd.io";
  private static final int RECONCILIATIONS = 4;

  @TempDir static Path folder;
  private static final InstalledOperator NONE = new InstalledOperator();
  private static final KubernetesClient CLIENT = NONE.client();
  private static Flux flux;

  @BeforeAll
  static void installTheOperator() {
    InstalledOperator.remove();
    flux = new Flux(CLIENT, folder);
    flux.installOperator();
  }

  @AfterAll
  static void removeTheOperator() {
    flux.close();
    TestServers.removeNamespaces(CLIENT);
  }

  /** The servers of one namespace, with their file in git and their Kustomization. */
  private static final class Team implements AutoCloseable {

    private final TestServers servers = new TestServers(NONE);
    private final String name = servers.namespace();
    private boolean removed;

    /** Commits the resource with this metadata and spec, both in YAML's flow style. */
    String commit(String metadata, String spec) {
      return flux.git().commit(file("orders.yaml"), resource(metadata, spec));
    }

    private String resource(String metadata, String spec) {
      return "apiVersion: natstoken.dev/v1alpha1\n"
          + "kind: NatsTokenAuth\n"
          + "metadata: {namespace: %s, name: orders%s}\n".formatted(name, metadata)
          + "spec: {%s}\n".formatted(spec);
    }

    String file(String file) {
      return "servers/" + name + "/" + file;
    }

    void awaitReady(String commit) {
      flux.awaitReady(name, commit);
    }

    String awaitFailed(String commit) {
      return flux.awaitFailed(name, commit);
    }

    /** Commits the resource and has Flux take care of it from now on. */
    void start(String metadata, String spec) {
      String commit = commit(metadata, spec);
      flux.addServers(name);
      awaitReady(commit);
    }

    void remove() {
      removed = true;
      flux.remove(name);
    }

    @Override
    public void close() {
      if (!removed) {
        remove();
      }
      servers.close();
    }
  }

  @Test
  void theKustomizationIsReadyWhenTheServersAreAndFollowsAChange() {
    try (Team team = new Team()) {
      team.start("", "replicas: 1");
      assertReady(team.servers, 1);
      team.servers.assertServing(1);

      team.awaitReady(team.commit("", "replicas: 2"));
      assertReady(team.servers, 2);
      team.servers.assertServing(2);
    }
  }

  private static void assertReady(TestServers servers, int replicas) {
    var resource = servers.get();
    assertThat(Conditions.isTrue(servers.status().conditions(), Conditions.READY)).isTrue();
    assertThat(servers.status().observedGeneration())
        .isEqualTo(resource.getMetadata().getGeneration());
    assertThat(servers.status().readyReplicas()).isEqualTo(replicas);
  }

  @Test
  void anImageThatDoesNotExistIsReportedAndTheOtherServersGoOn() {
    try (Team team = new Team()) {
      team.start("", "replicas: 3");
      String token = team.servers.token();
      String message = team.awaitFailed(team.commit("", "replicas: 3, version: 2.15.999"));
      assertThat(message).contains("NatsTokenAuth/" + team.name + "/orders status: 'Failed'");
      assertThat(accepting(team.servers, token)).isEqualTo(2);

      team.awaitReady(team.commit("", "replicas: 3"));
      team.servers.assertServing(3);
    }
  }

  private static long accepting(TestServers servers, String token) {
    return servers.pods().stream()
        .filter(p -> p.getSpec().getContainers().get(0).getImage().endsWith(":2.15.2"))
        .filter(p -> Login.isAccepted(TestServers.host(p), token))
        .count();
  }

  @Test
  void aWeakTokenIsReportedAndTheServersKeepTheirs() {
    try (Team team = new Team()) {
      String own = "replicas: 2, rotation: {overlap: 1s}, token: {existingSecret: {name: mine}}";
      team.start("", "replicas: 2");
      Set<String> pods = team.servers.podUids();
      flux.git().commit(team.file("mine.yaml"), secret(team, "weakweakweakweakweak"));
      String message = team.awaitFailed(team.commit("", own));
      assertThat(message).contains("NatsTokenAuth/" + team.name + "/orders status: 'Failed'");
      team.servers.awaitStalled("InvalidToken");
      assertThat(team.servers.podUids()).isEqualTo(pods);
      team.servers.assertServing(2);

      String strong = SeenTokens.remember("strong-token-out-of-git-0123");
      team.awaitReady(flux.git().commit(team.file("mine.yaml"), secret(team, strong)));
      team.servers.awaitReady(s -> s.rotation() == null);
      assertThat(team.servers.token()).isEqualTo(strong);
      team.servers.assertServing(2);
    }
  }

  /** In a cluster of a user it would be an ExternalSecret or a SealedSecret that makes it. */
  private static String secret(Team team, String token) {
    return "{apiVersion: v1, kind: Secret, metadata: {namespace: %s, name: mine},"
            .formatted(team.name)
        + " stringData: {token: %s}}".formatted(token);
  }

  @Test
  void reconcilingAgainAndAgainChangesNothing() {
    try (Team team = new Team()) {
      team.start("", "replicas: 2, pod: {labels: {team: shop}}");
      Map<String, String> before = team.servers.versions();
      assertThat(before).hasSizeGreaterThan(8);
      String created = "NatsTokenAuth/" + team.name + "/orders created";
      List<String> changes = flux.awaitChange(team.name, created);
      assertThat(changes).containsExactly(created);
      for (int i = 0; i < RECONCILIATIONS; i++) {
        flux.reconcile(team.name);
      }
      assertThat(team.servers.versions()).isEqualTo(before);
      assertThat(flux.changes(team.name)).isEqualTo(changes);
    }
  }

  @Test
  void whatIsChangedByHandIsTakenBackOnce() {
    try (Team team = new Team()) {
      team.start("", "replicas: 1, limits: {maxPayload: 4096}");
      team.servers.apply(Map.of("limits", Map.of("maxPayload", 2048)));
      flux.reconcile(team.name);
      team.servers.awaitReady();
      assertThat(team.servers.get().getSpec().limits().maxPayload()).isEqualTo(4096);
      String configured = "NatsTokenAuth/" + team.name + "/orders configured";
      List<String> changes = flux.awaitChange(team.name, configured);
      assertThat(changes).containsOnlyOnce(configured);
      flux.reconcile(team.name);
      assertThat(flux.changes(team.name)).isEqualTo(changes);
    }
  }

  @Test
  void theMarksThatFluxTracksItsObjectsByReachNoChild() {
    try (Team team = new Team()) {
      team.start(", annotations: {kustomize.toolkit.fluxcd.io/reconcile: enabled}", "replicas: 1");
      assertThat(team.servers.get().getMetadata().getLabels())
          .containsEntry("kustomize." + TRACKING + "/name", team.name);
      assertThat(new OwnObjects(CLIENT, team.name).stream())
          .isNotEmpty()
          .allSatisfy(o -> assertThat(Serialization.asYaml(o)).doesNotContain(TRACKING));
    }
  }

  @Test
  void whatLeavesGitIsPrunedWithItsChildrenAndNothingElse() {
    try (Team team = new Team()) {
      team.start("", "replicas: 1, token: {deletionPolicy: Retain}");
      String token = team.servers.token();
      createByHand(team);
      flux.git().commit(team.file("kept.yaml"), configMap(team, "of-git"));
      team.awaitReady(flux.git().commit(team.file("orders.yaml"), null));

      assertThat(team.servers.get()).isNull();
      Awaitility.await("the children are gone")
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() ->
              assertThat(team.servers.ownObjects())
                  .containsExactly("Secret/" + TestServers.TOKEN_SECRET));
      assertThat(SecretText.of(team.servers.secret(TestServers.TOKEN_SECRET), "token"))
          .isEqualTo(token);
      assertThat(CLIENT.configMaps().inNamespace(team.name).list().getItems())
          .extracting(m -> m.getMetadata().getName())
          .contains("of-git", "of-a-user");
      String deleted = "NatsTokenAuth/" + team.name + "/orders deleted";
      assertThat(flux.awaitChange(team.name, deleted))
          .filteredOn(line -> line.endsWith(" deleted"))
          .containsExactly(deleted);
    }
  }

  private static void createByHand(Team team) {
    CLIENT
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(team.name)
                .withName("of-a-user")
                .endMetadata()
                .build())
        .create();
  }

  private static String configMap(Team team, String name) {
    return "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: %s, name: %s}}"
        .formatted(team.name, name);
  }

  @Test
  void aRotationAskedForInGitHappensOnce() {
    try (Team team = new Team()) {
      String spec = "replicas: 2, rotation: {overlap: 1s}";
      team.start("", spec);
      String former = team.servers.token();
      team.awaitReady(team.commit(", annotations: {natstoken.dev/rotate: \"1\"}", spec));
      team.servers.awaitReady(s -> s.token().generation() == 2 && s.rotation() == null);
      assertThat(team.servers.token()).isNotEqualTo(former);
      team.servers.assertRefused(former);

      for (int i = 0; i < RECONCILIATIONS; i++) {
        flux.reconcile(team.name);
      }
      team.awaitReady(
          team.commit(", annotations: {natstoken.dev/rotate: \"1\"}", spec + ", authTimeout: 6s"));
      team.servers.awaitReady(s -> s.rotation() == null);
      assertThat(team.servers.tokenGeneration()).isEqualTo(2);
      assertThat(team.servers.eventReasons()).containsOnlyOnce("RotationStarted");
    }
  }

  @Test
  void whatKubectlAnnotatesStaysOnlyWithTheFieldManagerThatTheDocumentationNames() {
    try (Team team = new Team()) {
      team.start("", "replicas: 2, rotation: {overlap: 1s}");
      annotate(team, "note=1");
      flux.reconcile(team.name);
      assertThat(team.servers.get().getMetadata().getAnnotations()).isNullOrEmpty();

      annotate(team, "natstoken.dev/rotate=1", "--field-manager=flux-client-side-apply");
      team.servers.awaitReady(s -> s.token().generation() == 2 && s.rotation() == null);
      flux.reconcile(team.name);
      assertThat(team.servers.get().rotateRequest()).contains("1");
    }
  }

  private static void annotate(Team team, String... words) {
    List<String> command = new ArrayList<>(List.of("kubectl", "annotate", "natstokenauth"));
    command.addAll(List.of("orders", "--namespace", team.name));
    command.addAll(List.of(words));
    Commands.run(command.toArray(String[]::new));
  }
}
