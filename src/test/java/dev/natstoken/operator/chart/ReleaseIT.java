package dev.natstoken.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.apiserver.ApiServer;
import dev.natstoken.operator.apiserver.MonitoringCrds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A release in the hands of real Helm, with an API server of which nothing runs any pod. */
@Tag("api")
@ResourceLock(value = MonitoringCrds.LOCK, mode = ResourceAccessMode.READ)
@Execution(ExecutionMode.SAME_THREAD)
class ReleaseIT {

  private static final String CRD = "natstokenauths.natstoken.dev";
  private static final Path DEFAULTS = ChartIT.values("defaults");
  private static final Pattern APPLIED = Pattern.compile("<<EOF\n(.*?)\n *EOF\n", Pattern.DOTALL);

  private static final KubernetesClient CLIENT = ApiServer.get().client();
  @TempDir static Path folder;
  private static Path kubeConfig;

  @BeforeAll
  static void prepareTheCluster() throws IOException {
    kubeConfig = Files.writeString(folder.resolve("kubeconfig"), ApiServer.get().kubeConfig());
    for (String name : List.of("shop", "billing", "monitoring")) {
      CLIENT
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .serverSideApply();
    }
    MonitoringCrds.install(CLIENT);
  }

  @ParameterizedTest
  @EnumSource
  void anUpgradeLeavesNothingOfTheFormerValues(Helm helm) {
    Chart.installations().forEach(values -> upgrade(helm, values));
    upgrade(helm, DEFAULTS);
    Map<String, JsonNode> upgraded = inTheCluster(helm);
    uninstall(helm);
    upgrade(helm, DEFAULTS);
    assertThat(upgraded).isEqualTo(inTheCluster(helm));
    uninstall(helm);
  }

  @ParameterizedTest
  @EnumSource
  void theStrategyCanBecomeRecreateAndRollingUpdateAgain(Helm helm) {
    upgrade(helm, DEFAULTS);
    upgrade(helm, DEFAULTS, "strategy.type=Recreate");
    assertThat(strategy(helm)).isEqualTo("Recreate");
    upgrade(helm, DEFAULTS);
    assertThat(strategy(helm)).isEqualTo("RollingUpdate");
    uninstall(helm);
  }

  private static String strategy(Helm helm) {
    return CLIENT
        .apps()
        .deployments()
        .inNamespace(namespace(helm))
        .withName("tokens-nats-token-operator")
        .get()
        .getSpec()
        .getStrategy()
        .getType();
  }

  @ParameterizedTest
  @EnumSource
  void theCrdStaysWhenTheReleaseNoLongerHasItAndWhenTheReleaseGoes(Helm helm) {
    upgrade(helm, DEFAULTS);
    String uid = crdUid();
    upgrade(helm, DEFAULTS, "crds.enabled=false");
    assertThat(crdUid()).isEqualTo(uid);
    upgrade(helm, DEFAULTS);
    uninstall(helm);
    assertThat(crdUid()).isEqualTo(uid);
  }

  private static String crdUid() {
    return CLIENT
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(CRD)
        .get()
        .getMetadata()
        .getUid();
  }

  @ParameterizedTest
  @EnumSource
  void theNotesSayWhatWasInstalledAndWhatToDoNext(Helm helm) {
    String namespace = namespace(helm);
    assertThat(upgrade(helm, DEFAULTS))
        .contains("resources in " + namespace + ".")
        .contains("kubectl -n " + namespace + " rollout status deploy/tokens-nats-token-operator")
        .contains("kubectl -n " + namespace + " wait --for=condition=Ready natstokenauth/orders")
        .doesNotContain("no CRD", "no roles");
    assertThat(upgrade(helm, ChartIT.values("list-of-namespaces")))
        .contains("resources in shop, billing.", "no CRD", "apply -n shop");
    assertThat(upgrade(helm, ChartIT.values("all-namespaces"))).contains("all namespaces.");
    assertThat(upgrade(helm, ChartIT.values("rights-of-your-own")))
        .contains("no roles", namespace + "/mine");
    assertThat(upgrade(helm, DEFAULTS, "replicaCount=0", "prometheusRule.enabled=true"))
        .contains("replicaCount is 0", "neither serviceMonitor nor podMonitor");
    uninstall(helm);
  }

  @ParameterizedTest
  @EnumSource
  void theResourceInTheNotesIsTakenAsItStandsThere(Helm helm) {
    Matcher applied = APPLIED.matcher(upgrade(helm, DEFAULTS));
    assertThat(applied.find()).isTrue();
    NatsTokenAuth resource =
        Serialization.unmarshal(applied.group(1).stripIndent(), NatsTokenAuth.class);
    resource.getMetadata().setNamespace(namespace(helm));
    assertThat(CLIENT.resource(resource).dryRun().create().getSpec().replicas()).isEqualTo(3);
    uninstall(helm);
  }

  /** Returns what Helm says. */
  private static String upgrade(Helm helm, Path values, String... settings) {
    List<String> words = new ArrayList<>(List.of("upgrade", "--install", Helm.RELEASE));
    words.addAll(List.of(Chart.FOLDER.toString(), "--create-namespace", "--take-ownership"));
    words.addAll(List.of("--values", values.toString()));
    // Without it, the CRD would go, and with it what other tests have made.
    words.addAll(List.of("--set", "crds.keep=true"));
    for (String setting : settings) {
      words.addAll(List.of("--set", setting));
    }
    if (helm == Helm.FOUR) {
      words.add("--force-conflicts");
    }
    return run(helm, words);
  }

  private static void uninstall(Helm helm) {
    run(helm, List.of("uninstall", Helm.RELEASE));
  }

  private static String run(Helm helm, List<String> words) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("--namespace", namespace(helm), "--kubeconfig", kubeConfig.toString()));
    Helm.Outcome outcome = helm.run(all);
    assertThat(outcome.succeeded()).as(outcome.output()).isTrue();
    return outcome.output();
  }

  private static String namespace(Helm helm) {
    return "helm-" + helm.name().toLowerCase(Locale.ROOT);
  }

  /** What there is of all that any of the installations consists of. */
  private static Map<String, JsonNode> inTheCluster(Helm helm) {
    Map<String, JsonNode> found = new TreeMap<>();
    for (Path values : Chart.installations()) {
      for (GenericKubernetesResource object : helm.objects(values, namespace(helm))) {
        GenericKubernetesResource live = CLIENT.resource(object).get();
        if (live != null) {
          found.put(ChartIT.key(object), content(live));
        }
      }
    }
    return found;
  }

  private static JsonNode content(GenericKubernetesResource object) {
    ObjectNode node = Serialization.unmarshal(Serialization.asJson(object), ObjectNode.class);
    node.remove("status");
    ((ObjectNode) node.path("metadata")).retain("labels", "annotations");
    return node;
  }
}
