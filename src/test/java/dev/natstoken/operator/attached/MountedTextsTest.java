package dev.natstoken.operator.attached;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.desired.AuthorizationMap;
import dev.natstoken.operator.nats.foreign.ConfPath;
import dev.natstoken.operator.nats.foreign.ForeignConfig;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MountedTextsTest {

  private static final String OURS = "orders-nats-auth";
  private static final ConfPath MAIN = ConfPath.of("/etc/config/nats.conf");
  private static final ConfPath BLOCK = ConfPath.of("/etc/auth/" + AuthorizationMap.FILE);
  private static final String INCLUDING = "include ../auth/" + AuthorizationMap.FILE + "\n";

  private final Map<String, ConfigMap> maps = new HashMap<>();
  private final List<String> reads = new ArrayList<>();

  @Test
  void aFileHasTheTextOfItsKey() {
    put("config", Map.of("nats.conf", "port: 4222"));
    MountedTexts texts = texts();
    assertThat(texts.at(MAIN).flatMap(texts::text)).contains("port: 4222");
    assertThat(texts.at(ConfPath.of("/etc/config/other.conf"))).isEmpty();
  }

  @Test
  void ourBlockIsMountedBeforeItExistsAndIsNeverRead() {
    MountedTexts texts = texts();
    assertThat(texts.at(BLOCK).flatMap(texts::text)).contains("");
    assertThat(reads).doesNotContain(OURS);
  }

  @Test
  void anotherKeyInTheConfigMapOfOurNameIsSomebodyElses() {
    put(OURS, Map.of("other.conf", "port: 1"));
    MountedFile other = new MountedFile(ConfPath.of("/etc/auth/other.conf"), OURS, "other.conf");
    assertThat(texts().text(other)).contains("port: 1");
  }

  @Test
  void aConfigMapIsReadOnceWhetherItIsThereOrNot() {
    assertReadOnce(Optional.empty());
    put("config", Map.of("nats.conf", "port: 4222"));
    assertReadOnce(Optional.of("port: 4222"));
  }

  private void assertReadOnce(Optional<String> text) {
    reads.clear();
    MountedTexts texts = texts();
    MountedFile file = new MountedFile(MAIN, "config", "nats.conf");
    assertThat(texts.text(file)).isEqualTo(text);
    assertThat(texts.text(file)).isEqualTo(text);
    assertThat(reads).containsExactly("config");
  }

  @Test
  void anIncludedFileIsFoundWhereAnotherVolumeHasIt() {
    put("config", Map.of("nats.conf", INCLUDING));
    MountedTexts texts = texts();
    assertThat(texts.at(MAIN).flatMap(texts::parse))
        .hasValueSatisfying(config -> assertThat(config.includes(BLOCK)).isTrue());
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    put("config", Map.of("nats.conf", "include absent.conf\n"));
    MountedTexts texts = texts();
    assertThat(texts.at(MAIN).flatMap(texts::parse).map(ForeignConfig::missing))
        .contains(List.of(ConfPath.of("/etc/config/absent.conf")));
  }

  @Test
  void aTextThatNatsServerWouldNotReadIsNothing() {
    put("config", Map.of("nats.conf", "port: {"));
    MountedTexts texts = texts();
    assertThat(texts.at(MAIN).flatMap(texts::parse)).isEmpty();
  }

  private void put(String name, Map<String, String> data) {
    maps.put(
        name,
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withData(data)
            .build());
  }

  private MountedTexts texts() {
    return new MountedTexts(
        POD,
        List.of(NATS),
        OURS,
        name -> {
          reads.add(name);
          return Optional.ofNullable(maps.get(name));
        });
  }

  private static final PodSpec POD =
      new PodSpecBuilder()
          .addNewVolume()
          .withName("config")
          .withNewConfigMap()
          .withName("config")
          .endConfigMap()
          .endVolume()
          .addNewVolume()
          .withName("auth")
          .withNewConfigMap()
          .withName(OURS)
          .endConfigMap()
          .endVolume()
          .build();

  private static final Container NATS =
      new ContainerBuilder()
          .addNewVolumeMount()
          .withName("config")
          .withMountPath("/etc/config")
          .endVolumeMount()
          .addNewVolumeMount()
          .withName("auth")
          .withMountPath("/etc/auth")
          .endVolumeMount()
          .build();
}
