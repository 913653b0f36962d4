package dev.natstoken.operator.bench;

import dev.natstoken.operator.api.NatsTokenAuth;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** All resources are asked for a new token at once. */
final class RotationRun {

  private static final String ROTATIONS = "natstoken_operator_rotations";

  private RotationRun() {}

  static void measure(ScaleGround ground) {
    ground.begin("rotation", "all rotate at once");
    OperatorJvm operator = ground.operator();
    double took =
        ScaleGround.millis(() -> {
          ground.forEach(i -> ask(ground, i));
          ScaleGround.await("a rotation began", () -> operator.metric(ROTATIONS) > 0);
          ScaleGround.await(
              "all are through",
              () ->
                  operator.metric(ROTATIONS) == 0
                      && ground.readyCount() >= ground.options().count());
        });
    ground.table().row("All rotate at once", "", "%.1f s".formatted(took / 1000));
    ground.canaryRow("while all rotate", 5);
    ground.residentRow("Resident memory after it");
    ground.table().row("The operator's process", "", operator.runs() ? "runs" : "**ended**");
  }

  private static void ask(ScaleGround ground, int i) {
    ground
        .client()
        .resources(NatsTokenAuth.class)
        .inNamespace(ScaleGround.namespace("set", i))
        .withName(ScaleGround.name(i))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"%s\":\"now\"}}}".formatted(NatsTokenAuth.ROTATE));
  }
}
