package dev.natstoken.operator.api;

import dev.natstoken.operator.GoldenFile;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrdFileTest {

  @ParameterizedTest
  @ValueSource(classes = {NatsTokenAuth.class, NatsTokenAccess.class})
  void theCommittedCrdIsWhatTheApiClassesSay(Class<? extends CustomResource<?, ?>> kind) {
    GoldenFile.matches(Path.of("crds", file(kind)), GeneratedCrd.yaml(kind));
  }

  @ParameterizedTest
  @ValueSource(classes = {NatsTokenAuth.class, NatsTokenAccess.class})
  void theChartInstallsTheSameCrd(Class<? extends CustomResource<?, ?>> kind) {
    GoldenFile.matches(
        Path.of("helm/nats-token-operator/files", file(kind)), GeneratedCrd.yaml(kind));
  }

  private static String file(Class<? extends HasMetadata> kind) {
    return HasMetadata.getFullResourceName(kind) + "-v1.yml";
  }
}
