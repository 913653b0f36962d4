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

  private static FluxTeam team() {
    return new FluxTeam(flux, new TestServers(NONE));
  }

  @Test
  void theKustomizationIsReadyWhenTheServersAreAndFollowsAChange() {
    try (FluxTeam team = team()) {
      team.start("", "replicas: 1");
      assertReady(team.servers(), 1);
      team.servers().assertServing(1);

      team.awaitReady(team.commit("", "replicas: 2"));
      assertReady(team.servers(), 2);
      team.servers().assertServing(2);
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
    try (FluxTeam team = team()) {
      team.start("", "replicas: 3");
      String token = team.servers().token();
      String message = team.awaitFailed(team.commit("", "replicas: 3, version: 2.15.999"));
      assertThat(message).contains(team.object() + " status: 'Failed'");
      assertThat(accepting(team.servers(), token)).isEqualTo(2);

      team.awaitReady(team.commit("", "replicas: 3"));
      team.servers().assertServing(3);
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
    try (FluxTeam team = team()) {
      String own = "replicas: 2, rotation: {overlap: 1s}, token: {existingSecret: {name: mine}}";
      team.start("", "replicas: 2");
      Set<String> pods = team.servers().podUids();
      team.commitToken("weakweakweakweakweak");
      String message = team.awaitFailed(team.commit("", own));
      assertThat(message).contains(team.object() + " status: 'Failed'");
      team.servers().awaitStalled("InvalidToken");
      assertThat(team.servers().podUids()).isEqualTo(pods);
      team.servers().assertServing(2);

      String strong = SeenTokens.remember("strong-token-out-of-git-0123");
      team.awaitReady(team.commitToken(strong));
      team.servers().awaitReady(s -> s.rotation() == null);
      assertThat(team.servers().token()).isEqualTo(strong);
      team.servers().assertServing(2);
    }
  }

  @Test
  void reconcilingAgainAndAgainChangesNothing() {
    try (FluxTeam team = team()) {
      team.start("", "replicas: 2, pod: {labels: {team: shop}}");
      Map<String, String> before = team.servers().versions();
      assertThat(before).hasSizeGreaterThan(8);
      String created = team.object() + " created";
      List<String> changes = flux.awaitChange(team.name(), created);
      assertThat(changes).containsExactly(created);
      for (int i = 0; i < RECONCILIATIONS; i++) {
        flux.reconcile(team.name());
      }
      assertThat(team.servers().versions()).isEqualTo(before);
      assertThat(flux.changes(team.name())).isEqualTo(changes);
    }
  }

  @Test
  void whatIsChangedByHandIsTakenBackOnce() {
    try (FluxTeam team = team()) {
      team.start("", "replicas: 1, limits: {maxPayload: 4096}");
      team.servers().apply(Map.of("limits", Map.of("maxPayload", 2048)));
      flux.reconcile(team.name());
      team.servers().awaitReady();
      assertThat(team.servers().get().getSpec().limits().maxPayload()).isEqualTo(4096);
      String configured = team.object() + " configured";
      List<String> changes = flux.awaitChange(team.name(), configured);
      assertThat(changes).containsOnlyOnce(configured);
      flux.reconcile(team.name());
      assertThat(flux.changes(team.name())).isEqualTo(changes);
    }
  }

  @Test
  void theMarksThatFluxTracksItsObjectsByReachNoChild() {
    try (FluxTeam team = team()) {
      team.start(", annotations: {kustomize.toolkit.fluxcd.io/reconcile: enabled}", "replicas: 1");
      assertThat(team.servers().get().getMetadata().getLabels())
          .containsEntry("kustomize." + TRACKING + "/name", team.name());
      assertThat(new OwnObjects(CLIENT, team.name()).stream())
          .isNotEmpty()
          .allSatisfy(o -> assertThat(Serialization.asYaml(o)).doesNotContain(TRACKING));
    }
  }

  @Test
  void whatLeavesGitIsPrunedWithItsChildrenAndNothingElse() {
    try (FluxTeam team = team()) {
      team.start("", "replicas: 1, token: {deletionPolicy: Retain}");
      String token = team.servers().token();
      createByHand(team);
      team.commitConfigMap("of-git");
      team.awaitReady(team.commitRemoval());

      assertThat(team.servers().get()).isNull();
      Awaitility.await("the children are gone")
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() ->
              assertThat(team.servers().ownObjects())
                  .containsExactly("Secret/" + TestServers.TOKEN_SECRET));
      assertThat(SecretText.of(team.servers().secret(TestServers.TOKEN_SECRET), "token"))
          .isEqualTo(token);
      assertThat(CLIENT.configMaps().inNamespace(team.name()).list().getItems())
          .extracting(m -> m.getMetadata().getName())
          .contains("of-git", "of-a-user");
      String deleted = team.object() + " deleted";
      assertThat(flux.awaitChange(team.name(), deleted))
          .filteredOn(line -> line.endsWith(" deleted"))
          .containsExactly(deleted);
    }
  }

  private static void createByHand(FluxTeam team) {
    CLIENT
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(team.name())
                .withName("of-a-user")
                .endMetadata()
                .build())
        .create();
  }

  @Test
  void aRotationAskedForInGitHappensOnce() {
    try (FluxTeam team = team()) {
      String spec = "replicas: 2, rotation: {overlap: 1s}";
      team.start("", spec);
      String former = team.servers().token();
      team.awaitReady(team.commit(", annotations: {natstoken.dev/rotate: \"1\"}", spec));
      team.servers().awaitReady(s -> s.token().generation() == 2 && s.rotation() == null);
      assertThat(team.servers().token()).isNotEqualTo(former);
      team.servers().assertRefused(former);

      for (int i = 0; i < RECONCILIATIONS; i++) {
        flux.reconcile(team.name());
      }
      team.awaitReady(
          team.commit(", annotations: {natstoken.dev/rotate: \"1\"}", spec + ", authTimeout: 6s"));
      team.servers().awaitReady(s -> s.rotation() == null);
      assertThat(team.servers().tokenGeneration()).isEqualTo(2);
      assertThat(team.servers().eventReasons()).containsOnlyOnce("RotationStarted");
    }
  }

  @Test
  void whatKubectlAnnotatesStaysOnlyWithTheFieldManagerThatTheDocumentationNames() {
    try (FluxTeam team = team()) {
      team.start("", "replicas: 2, rotation: {overlap: 1s}");
      annotate(team, "note=1");
      flux.reconcile(team.name());
      assertThat(team.servers().get().getMetadata().getAnnotations()).isNullOrEmpty();

      annotate(team, "natstoken.dev/rotate=1", "--field-manager=flux-client-side-apply");
      team.servers().awaitReady(s -> s.token().generation() == 2 && s.rotation() == null);
      flux.reconcile(team.name());
      assertThat(team.servers().get().rotateRequest()).contains("1");
    }
  }

  private static void annotate(FluxTeam team, String... words) {
    List<String> command = new ArrayList<>(List.of("kubectl", "annotate", "natstokenauth"));
    command.addAll(List.of("orders", "--namespace", team.name()));
    command.addAll(List.of(words));
    Commands.run(command.toArray(String[]::new));
  }
}
