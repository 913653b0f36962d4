package dev.natstoken.operator.attached;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.outcome.HelpfulMessage;
import dev.natstoken.operator.outcome.Problem;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttachedConfigurationTest {

  private static final String INCLUDE = "include ../nats-auth/authorization.conf\n";
  private static final Container NATS =
      new ContainerBuilder()
          .withName("nats")
          .withArgs("--config", "/etc/nats-config/nats.conf")
          .addNewPort()
          .withName("nats")
          .withContainerPort(4222)
          .endPort()
          .addNewVolumeMount()
          .withName("config")
          .withMountPath("/etc/nats-config/")
          .endVolumeMount()
          .addNewVolumeMount()
          .withName("auth")
          .withMountPath("/etc/nats-auth")
          .endVolumeMount()
          .build();

  /** As in the official chart, but first. */
  private static final Container RELOADER =
      new ContainerBuilder()
          .withName("reloader")
          .withArgs("-pid", "/var/run/nats/nats.pid", "-config", "/etc/nats-config/nats.conf")
          .addNewVolumeMount()
          .withName("config")
          .withMountPath("/etc/nats-config")
          .endVolumeMount()
          .build();

  private final Map<String, String> files = new HashMap<>();

  @Test
  void aConfigurationThatIncludesTheFileIsFine() {
    AttachedConfiguration configuration = of("{\n  port: 4222,\n" + INCLUDE + "}\n");
    assertThat(configuration.problem()).isEmpty();
    assertThat(configuration.note()).isEmpty();
    assertThat(configuration.requiresTls()).contains(false);
  }

  @Test
  void soIsOneThatIncludesItByAnotherFile() {
    files.put("more.conf", INCLUDE);
    assertThat(of("include more.conf").problem()).isEmpty();
  }

  @Test
  void sidecarsBesideTheServerAreNotAskedWhereverTheyStand() {
    AttachedConfiguration configuration = of(INCLUDE, RELOADER, NATS);
    assertThat(configuration.problem()).isEmpty();
    assertThat(configuration.note()).isEmpty();
  }

  @Test
  void theServerItselfMustMountTheFile() {
    Container blind =
        new ContainerBuilder(NATS).withVolumeMounts(RELOADER.getVolumeMounts()).build();
    Container seeing =
        new ContainerBuilder(RELOADER).withVolumeMounts(NATS.getVolumeMounts()).build();
    assertThat(message(of(INCLUDE, seeing, blind)))
        .contains("its pods do not mount ConfigMap orders-nats-auth");
  }

  @Test
  void aFileThatIsIncludedInABlockOrNotAtAllIsMissed() {
    for (String text : List.of("port: 4222", "cluster { " + INCLUDE + "}")) {
      assertThat(message(of(text)))
          .contains("nats.conf in ConfigMap nats-config does not include")
          .contains("\"include ../nats-auth/authorization.conf\"");
    }
  }

  @Test
  void aRivalIsNamedWithTheFileInWhichItStands() {
    files.put("accounts.conf", "A { include users.conf }");
    files.put("users.conf", "users: [ {user: u, password: p} ]");
    assertThat(message(of(INCLUDE + "accounts { include accounts.conf }")))
        .contains("users.conf in ConfigMap nats-config itself decides who gets in, by")
        .contains("by accounts.A.users.");
  }

  @Test
  void anOptionOfTheCommandLineIsARivalToo() {
    Container nats = new ContainerBuilder(NATS).addToArgs("--auth", "another").build();
    assertThat(message(of(INCLUDE, nats)))
        .contains("container nats itself decides who gets in, by option -auth.")
        .doesNotContain("another");
  }

  @Test
  void tlsIsSeenInIncludedFilesAndOnTheCommandLine() {
    files.put("tls.conf", "tls { cert_file: a }");
    assertThat(of(INCLUDE + "include tls.conf").requiresTls()).contains(true);
    assertThat(of(INCLUDE).requiresTls()).contains(false);
    Container nats =
        new ContainerBuilder(NATS).addToArgs("--tlsverify", "--tlscert=a", "--tlskey=b").build();
    assertThat(of(INCLUDE, nats).requiresTls()).contains(true);
  }

  @Test
  void whereNotAllCouldBeReadNobodyKnowsThatThereIsNoTls() {
    assertThat(of(INCLUDE + "include elsewhere.conf").requiresTls()).isEmpty();
    assertThat(of(INCLUDE + "include elsewhere.conf\ntls { cert_file: a }").requiresTls())
        .contains(true);
  }

  @ParameterizedTest
  @CsvSource({"/etc/nats-config/nats.conf, nats.conf", "/etc/nats-config/, ./"})
  void filesOfASubPathAreFound(String mountPath, String subPath) {
    Container nats =
        new ContainerBuilder(NATS)
            .editFirstVolumeMount()
            .withMountPath(mountPath)
            .withSubPath(subPath)
            .endVolumeMount()
            .build();
    assertThat(of(INCLUDE, nats).problem()).isEmpty();
    assertThat(of(INCLUDE, nats).note()).isEmpty();
  }

  @Test
  void whatIsIncludedFromElsewhereIsSaid() {
    AttachedConfiguration configuration = of(INCLUDE + "include ../secret/users.conf");
    assertThat(configuration.problem()).isEmpty();
    assertThat(configuration.note())
        .hasValue(
            "nats.conf in ConfigMap nats-config includes /etc/secret/users.conf, not in a ConfigMap"
                + " that container nats mounts, so nobody checked whether something else in it"
                + " decides who gets in");
  }

  @Test
  void aConfigurationOutsideOfConfigMapsIsSaid() {
    Container nats = new ContainerBuilder(NATS).withArgs("-c", "/etc/nats.conf").build();
    assertUnread(
        of(INCLUDE, nats), "/etc/nats.conf is not in a ConfigMap that container nats mounts");
  }

  @Test
  void aCommandLineThatIsNotUnderstoodIsSaid() {
    Container nats = new ContainerBuilder(NATS).withCommand("sh", "-c", "/start.sh").build();
    assertUnread(
        of(INCLUDE, new ContainerBuilder(nats).withArgs().build()),
        "the command line of container nats shows no file behind -c or --config");
  }

  @Test
  void containersOfWhichNoneIsPlainlyAServerAreSaid() {
    Container other = new ContainerBuilder(NATS).withName("a").withPorts().build();
    assertUnread(of(INCLUDE, other, RELOADER), "none of its containers is plainly a nats-server");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a [", "a {", "include nats.conf", "include a.conf b"})
  void aConfigurationThatCannotBeUnderstoodIsSaid(String text) {
    assertUnread(
        of(text), "nats.conf in ConfigMap nats-config is not as nats-server would take it");
  }

  private static void assertUnread(AttachedConfiguration configuration, String why) {
    assertThat(configuration.problem()).isEmpty();
    assertThat(configuration.requiresTls()).isEmpty();
    assertThat(configuration.note().orElseThrow())
        .startsWith("the configuration of StatefulSet nats could not be read (" + why)
        .endsWith("), so nobody checked whether something else in it decides who gets in");
  }

  private static String message(AttachedConfiguration configuration) {
    Problem problem = configuration.problem().orElseThrow();
    HelpfulMessage.check(problem);
    return problem.message();
  }

  private AttachedConfiguration of(String natsConf, Container... containers) {
    files.put("nats.conf", natsConf);
    ConfigMap config = new ConfigMapBuilder().withData(files).build();
    StatefulSet set =
        new StatefulSetBuilder()
            .withNewMetadata()
            .withName("nats")
            .endMetadata()
            .withNewSpec()
            .withNewTemplate()
            .withNewSpec()
            .withContainers(containers.length == 0 ? new Container[] {NATS} : containers)
            .addNewVolume()
            .withName("config")
            .withNewConfigMap()
            .withName("nats-config")
            .endConfigMap()
            .endVolume()
            .addNewVolume()
            .withName("auth")
            .withNewConfigMap()
            .withName("orders-nats-auth")
            .endConfigMap()
            .endVolume()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    return AttachedConfiguration.of(
        set,
        "orders-nats-auth",
        name -> Optional.of(config).filter(_ -> name.equals("nats-config")));
  }
}
