package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.GoldenFile;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DesiredObjectsTest {

  @TestFactory
  Stream<DynamicTest> everyObjectIsTheCommittedOneAndNoOtherIsCommitted() {
    return GoldenSets.all().entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> isCommitted(e.getKey(), e.getValue())));
  }

  private static void isCommitted(String name, Scenario scenario) {
    Path folder = GoldenSets.FOLDER.resolve(name);
    scenario.objects().forEach(o -> GoldenFile.matches(folder.resolve(file(o)), SortedYaml.of(o)));
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrderElementsOf(
            scenario.objects().stream().map(DesiredObjectsTest::file).toList());
  }

  @Test
  void equalInputGivesEqualObjects() {
    Map<String, Scenario> again = GoldenSets.all();
    GoldenSets.all()
        .forEach((name, scenario) ->
            assertThat(scenario.objects()).as(name).isEqualTo(again.get(name).objects()));
  }

  @Test
  void theTokenStandsInNoObjectButTheTokenSecret() {
    forEveryObject((scenario, object) -> {
      boolean holdsIt = holds(object, scenario.token().value());
      boolean isTokenSecret =
          object instanceof Secret
              && object.getMetadata().getName().equals(scenario.set().names().tokenSecret());
      assertThat(holdsIt).as(file(object)).isEqualTo(isTokenSecret);
    });
  }

  @Test
  void theRoutePasswordStandsInNoObjectButTheRoutesSecret() {
    forEveryObject((scenario, object) -> {
      boolean isRoutesSecret =
          object instanceof Secret
              && object.getMetadata().getName().equals(scenario.set().names().routesSecret());
      assertThat(holds(object, GoldenSets.ROUTE_PASSWORD))
          .as(file(object))
          .isEqualTo(isRoutesSecret);
    });
  }

  @Test
  void everyObjectIsControlledByItsResourceSaveATokenSecretThatIsToStay() {
    forEveryObject((scenario, object) -> {
      boolean stays =
          scenario.retain()
              && object.getMetadata().getName().equals(scenario.set().names().tokenSecret());
      assertThat(scenario.set().owner().controls(object)).as(file(object)).isEqualTo(!stays);
      assertThat(object.getMetadata().getOwnerReferences())
          .extracting(OwnerReference::getBlockOwnerDeletion)
          .isEqualTo(stays ? List.of() : List.of(true));
    });
  }

  @Test
  void everyObjectCarriesOurLabelsAndThoseForAllAndTheClientServiceItsOwnToo() {
    forEveryObject((scenario, object) ->
        assertThat(object.getMetadata().getLabels())
            .as(file(object))
            .isEqualTo(expectedLabels(scenario, object)));
  }

  private static Map<String, String> expectedLabels(Scenario scenario, HasMetadata object) {
    Map<String, String> labels = new TreeMap<>(scenario.set().owner().commonLabels());
    boolean owned = !object.getMetadata().getOwnerReferences().isEmpty();
    labels.putAll(owned ? Labels.of("orders") : Labels.ofUnowned("orders"));
    if (object.getMetadata().getName().equals(scenario.set().names().service())
        && object instanceof Service) {
      labels.putAll(scenario.service().labelsOrEmpty());
    }
    return labels;
  }

  @Test
  void scalingLeavesThePodTemplateAsItIsAndSoRestartsNothing() {
    ServerSet set = GoldenSets.all().get("three-replicas").set();
    assertThat(ServerPod.template(withReplicas(set, 5))).isEqualTo(ServerPod.template(set));
  }

  @Test
  void aSpreadingRuleWithoutASelectorCountsTheServersOfItsOwnSet() {
    assertThat(spreading("three-replicas"))
        .isEqualTo(
            List.of(
                "kubernetes.io/hostname ScheduleAnyway 1 " + new TreeMap<>(Labels.of("orders"))));
    assertThat(spreading("placed-pods"))
        .isEqualTo(
            List.of(
                "topology.kubernetes.io/zone DoNotSchedule 2 "
                    + new TreeMap<>(Labels.of("orders"))));
  }

  private static List<String> spreading(String scenario) {
    return ServerPod.template(GoldenSets.all().get(scenario).set())
        .getSpec()
        .getTopologySpreadConstraints()
        .stream()
        .map(c ->
            "%s %s %d %s"
                .formatted(
                    c.getTopologyKey(),
                    c.getWhenUnsatisfiable(),
                    c.getMaxSkew(),
                    new TreeMap<>(c.getLabelSelector().getMatchLabels())))
        .toList();
  }

  @Test
  void aConfigurationIsImmutableAndNamedByItsDigest() {
    forEveryObject((scenario, object) -> {
      if (object instanceof ConfigMap map) {
        assertThat(map.getImmutable()).isTrue();
        assertThat(map.getMetadata().getName())
            .isEqualTo(
                "orders-nats-config-" + scenario.set().configuration().digest().substring(7, 17));
      }
    });
  }

  private interface Check {
    void of(Scenario scenario, HasMetadata object);
  }

  private static void forEveryObject(Check check) {
    GoldenSets.all().values().forEach(s -> s.objects().forEach(object -> check.of(s, object)));
  }

  private static ServerSet withReplicas(ServerSet set, int replicas) {
    return set.shaped(new ServerSet.Size(replicas, set.size().partition()));
  }

  /** Whether the text stands anywhere in the object: as it is, in base64, or within base64. */
  private static boolean holds(HasMetadata object, String text) {
    String yaml = Serialization.asYaml(object);
    String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    boolean within =
        object instanceof Secret secret
            && secret.getData().values().stream()
                .map(v -> new String(Base64.getDecoder().decode(v), StandardCharsets.UTF_8))
                .anyMatch(v -> v.contains(text));
    return within || yaml.contains(text) || yaml.contains(base64);
  }

  private static String file(HasMetadata object) {
    return object.getKind().toLowerCase(Locale.ROOT)
        + "-"
        + object.getMetadata().getName()
        + ".yaml";
  }
}
