package dev.natstoken.operator.desired;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;
import java.util.Optional;

/**
 * Where servers with JetStream keep what they store. Also one that keeps its streams in memory
 * writes a little: its part in the elections of the NATS cluster.
 *
 * @param claim empty for streams in memory alone
 */
public record JetStream(Optional<FileStoreClaim> claim) {

  private static final String DIRECTORY = "/data";

  JetStream sized(String size) {
    return new JetStream(claim.map(c -> c.sized(size)));
  }

  /** What the StatefulSet's claim does not bring. */
  List<Volume> volumes() {
    return claim.isPresent()
        ? List.of()
        : List.of(
            new VolumeBuilder()
                .withName(FileStoreClaim.NAME)
                .withNewEmptyDir()
                .endEmptyDir()
                .build());
  }

  /** Where nats-server stores; in nats.conf it would be a detail of the pod. */
  List<String> arguments() {
    return List.of("--store_dir", DIRECTORY);
  }

  VolumeMount mount() {
    return new VolumeMountBuilder().withName(FileStoreClaim.NAME).withMountPath(DIRECTORY).build();
  }
}
