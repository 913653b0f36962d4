package dev.natstoken.operator.api;

import dev.natstoken.operator.GoldenFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CrdFileTest {

  private static final String FILE = "natstokenauths.natstoken.dev-v1.yml";

  @Test
  void theCommittedCrdIsWhatTheApiClassesSay() {
    GoldenFile.matches(Path.of("crds", FILE), GeneratedCrd.yaml());
  }

  @Test
  void theChartInstallsTheSameCrd() {
    GoldenFile.matches(Path.of("helm/nats-token-operator/files", FILE), GeneratedCrd.yaml());
  }
}
