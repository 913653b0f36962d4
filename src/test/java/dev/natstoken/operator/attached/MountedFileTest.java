package dev.natstoken.operator.attached;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.foreign.ConfPath;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MountedFileTest {

  private static final Map<String, List<String>> KEYS =
      Map.of("whole", List.of("a.conf", "b.conf"), "auth", List.of("authorization.conf"));

  private static final PodSpec POD =
      new PodSpecBuilder()
          .addNewVolume()
          .withName("whole")
          .withNewConfigMap()
          .withName("whole")
          .endConfigMap()
          .endVolume()
          .addNewVolume()
          .withName("some")
          .withNewConfigMap()
          .withName("whole")
          .addNewItem("b.conf", null, "sub/renamed.conf")
          .endConfigMap()
          .endVolume()
          .addNewVolume()
          .withName("projected")
          .withNewProjected()
          .addNewSource()
          .withNewSecret()
          .withName("secret")
          .endSecret()
          .endSource()
          .addNewSource()
          .withNewConfigMap()
          .withName("auth")
          .endConfigMap()
          .endSource()
          .endProjected()
          .endVolume()
          .addNewVolume()
          .withName("empty")
          .withNewEmptyDir()
          .endEmptyDir()
          .endVolume()
          .build();

  @Test
  void aVolumeWithoutItemsHasAFileForEachKey() {
    assertThat(files(mount("whole", "/etc/nats", null)))
        .containsExactly(
            file("/etc/nats/a.conf", "whole", "a.conf"),
            file("/etc/nats/b.conf", "whole", "b.conf"));
  }

  @Test
  void itemsChooseKeysAndNameTheirFiles() {
    assertThat(files(mount("some", "/etc/nats", null)))
        .containsExactly(file("/etc/nats/sub/renamed.conf", "whole", "b.conf"));
  }

  @Test
  void aSubPathIsThatFileOrThatFolderOfTheVolume() {
    assertThat(files(mount("whole", "/etc/nats.conf", "b.conf")))
        .containsExactly(file("/etc/nats.conf", "whole", "b.conf"));
    assertThat(files(mount("some", "/etc/nats", "sub")))
        .containsExactly(file("/etc/nats/renamed.conf", "whole", "b.conf"));
  }

  @Test
  void ofAProjectedVolumeOnlyConfigMapsCount() {
    assertThat(files(mount("projected", "/auth", null)))
        .containsExactly(file("/auth/authorization.conf", "auth", "authorization.conf"));
  }

  @Test
  void otherVolumesHaveNone() {
    assertThat(files(mount("empty", "/data", null))).isEmpty();
    assertThat(files(mount("unknown", "/data", null))).isEmpty();
  }

  @Test
  void theMountThatLiesDeeperComesFirst() {
    Container container =
        mount("whole", "/etc/nats", null)
            .edit()
            .addNewVolumeMount()
            .withName("projected")
            .withMountPath("/etc/nats/auth")
            .endVolumeMount()
            .build();
    assertThat(files(container)).extracting(MountedFile::configMap).startsWith("auth");
  }

  private static List<MountedFile> files(Container container) {
    return MountedFile.of(POD, container, KEYS::get);
  }

  private static MountedFile file(String path, String configMap, String key) {
    return new MountedFile(ConfPath.of(path), configMap, key);
  }

  private static Container mount(String volume, String path, String subPath) {
    return new ContainerBuilder()
        .addNewVolumeMount()
        .withName(volume)
        .withMountPath(path)
        .withSubPath(subPath)
        .endVolumeMount()
        .build();
  }
}
