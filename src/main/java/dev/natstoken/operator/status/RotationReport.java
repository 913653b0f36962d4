package dev.natstoken.operator.status;

import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.api.NatsTokenAuthStatus.RotationStatus;
import dev.natstoken.operator.nats.probe.ClientConnection;
import dev.natstoken.operator.observed.ClientPod;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.observed.Straggler;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import dev.natstoken.operator.rotation.Phase;
import java.time.Instant;
import java.util.List;

/** What the status says of a rotation: for machines in its fields, for people in a sentence. */
final class RotationReport {

  private RotationReport() {}

  /**
   * The fields of {@code status.rotation}.
   *
   * @param previous what they were before
   * @param now when it is reported
   */
  static RotationStatus status(Observation.Rotation seen, RotationStatus previous, Instant now) {
    boolean same =
        previous != null
            && previous.startedAt() != null
            && Long.valueOf(seen.toGeneration()).equals(previous.toGeneration());
    List<NatsTokenAuthStatus.Straggler> stragglers =
        seen.stragglers().stream().map(RotationReport::straggler).toList();
    return new RotationStatus(
        seen.phase().name(),
        seen.reason().name(),
        seen.fromGeneration(),
        seen.toGeneration(),
        same ? previous.startedAt() : now.toString(),
        seen.overlapEndsAt().map(Instant::toString).orElse(null),
        seen.previousConnections().isPresent() ? seen.previousConnections().getAsInt() : null,
        stragglers.isEmpty() ? null : stragglers);
  }

  private static NatsTokenAuthStatus.Straggler straggler(Straggler seen) {
    ClientConnection client = seen.client();
    return new NatsTokenAuthStatus.Straggler(
        emptyAsNull(client.name()),
        seen.pod().map(ClientPod::namespace).orElse(null),
        seen.pod().map(ClientPod::name).orElse(null),
        emptyAsNull(client.ip()),
        emptyAsNull(client.language()),
        emptyAsNull(client.version()));
  }

  private static String emptyAsNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /** One sentence on where the rotation stands. */
  static String sentence(Observation.Rotation seen, boolean held) {
    String tokens =
        "Token generation " + seen.toGeneration() + " follows " + seen.fromGeneration() + ": ";
    String waits = held ? "; the changed spec waits for the end of the rotation" : "";
    return tokens
        + switch (seen.phase()) {
          case Prepare -> "it is chosen, no server has it yet";
          case Split ->
              seen.second()
                  ? "a second server starts with it beside the one that there is"
                  : "the upper servers go over to it; half of all or more keep the former one";
          case Overlap ->
              (seen.serving()
                      ? "both work until "
                      : "no ready server lets in the published one, see which pod is away; the former"
                          + " one works until ")
                  + seen.overlapEndsAt().map(Instant::toString).orElse("?")
                  + ", or until no client uses the former one"
                  + (seen.second() ? "; a second server runs so long" : "");
          case Finish ->
              seen.second()
                  ? "the server goes over to it, while the second one stands in"
                  : "the last servers go over to it";
        }
        + waits;
  }

  /** Why the second server is not there. */
  static String withoutTheSecond(Problem problem) {
    return "; there is no room for it, and it waits: "
        + problem.message()
        + ", or set spec.rotation.surge: false to rotate without it";
  }

  /** The reason of the conditions in this phase. */
  static Reason reason(Phase phase) {
    return switch (phase) {
      case Prepare -> Reason.Prepare;
      case Split -> Reason.Split;
      case Overlap -> Reason.Overlap;
      case Finish -> Reason.Finish;
    };
  }

  static boolean moves(Observation.Rotation seen) {
    return seen.phase() != Phase.Overlap;
  }
}
