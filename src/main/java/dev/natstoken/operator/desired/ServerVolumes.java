package dev.natstoken.operator.desired;

import dev.natstoken.operator.nats.config.NatsConfig;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server has mounted: configuration and routes in one directory, because nats-server reads
 * an include relative to the including file, certificates below it, a writable place for the pid
 * file, and what JetStream needs.
 */
final class ServerVolumes {

  private static final String CONFIG = "config";
  static final String CONFIG_DIRECTORY = "/etc/nats-config";
  static final String CONFIG_FILE = CONFIG_DIRECTORY + "/" + ConfigurationMap.FILE;
  private static final String PID = "pid";
  private static final int READABLE_BY_GROUP = 0440;

  private ServerVolumes() {}

  static List<Volume> volumes(ServerSet set) {
    Volume config =
        new VolumeBuilder()
            .withName(CONFIG)
            .withNewProjected()
            .withDefaultMode(READABLE_BY_GROUP)
            .addNewSource()
            .withNewConfigMap()
            .withName(set.configMap())
            .addNewItem()
            .withKey(ConfigurationMap.FILE)
            .withPath(ConfigurationMap.FILE)
            .endItem()
            .endConfigMap()
            .endSource()
            .addNewSource()
            .withNewSecret()
            .withName(set.names().routesSecret())
            .addNewItem()
            .withKey(set.routesFile())
            .withPath(set.routesFile())
            .endItem()
            .endSecret()
            .endSource()
            .addAllToSources(
                set.configuration().certificates().stream()
                    .map(MountedCertificate::source)
                    .toList())
            .endProjected()
            .build();
    Volume pid = new VolumeBuilder().withName(PID).withNewEmptyDir().endEmptyDir().build();
    List<Volume> volumes = new ArrayList<>(List.of(config, pid));
    set.features().jetstream().map(JetStream::volumes).ifPresent(volumes::addAll);
    return volumes;
  }

  static List<VolumeMount> mounts(ServerSet set) {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(
        new VolumeMountBuilder()
            .withName(CONFIG)
            .withMountPath(CONFIG_DIRECTORY)
            .withReadOnly(true)
            .build());
    mounts.add(new VolumeMountBuilder().withName(PID).withMountPath(NatsConfig.PID_FOLDER).build());
    set.features().jetstream().map(JetStream::mount).ifPresent(mounts::add);
    return mounts;
  }
}
