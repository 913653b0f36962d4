package dev.natstoken.operator.metrics;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.api.NatsTokenAuthStatus.RotationStatus;
import dev.natstoken.operator.api.NatsTokenAuthStatus.TokenStatus;
import dev.natstoken.operator.outcome.Reason;
import dev.natstoken.operator.rotation.Phase;
import dev.natstoken.operator.status.Conditions;
import dev.natstoken.operator.status.StatusFactory;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One value of one resource. Whoever may write a status may write anything into it; what cannot be
 * read is left out.
 *
 * @param labels values of the labels that the metric has of its own
 */
record Sample(Metric metric, List<String> labels, double value) {

  private static final double NANOS = 1e9;
  private static final Set<String> STATUSES = Set.of("True", "False", "Unknown");
  private static final Set<String> REASONS =
      Arrays.stream(Reason.values()).map(Reason::name).collect(Collectors.toUnmodifiableSet());

  /** All that a resource has to show. */
  static Stream<Sample> of(NatsTokenAuth resource, Optional<Instant> lastProof) {
    Optional<NatsTokenAuthStatus> status = Optional.ofNullable(resource.getStatus());
    Optional<TokenStatus> token = status.map(NatsTokenAuthStatus::token);
    Optional<RotationStatus> rotation = status.map(NatsTokenAuthStatus::rotation);
    return Stream.concat(
        conditions(resource.getStatus()),
        Stream.of(
                phase(rotation),
                time(Metric.ROTATION_START, rotation.map(RotationStatus::startedAt)),
                time(Metric.OVERLAP_END, rotation.map(RotationStatus::overlapEndsAt)),
                number(
                    Metric.FORMER_TOKEN_CONNECTIONS,
                    rotation.map(RotationStatus::previousTokenConnections)),
                time(
                    Metric.CERTIFICATE_EXPIRY,
                    status.map(NatsTokenAuthStatus::certificateExpiresAt)),
                number(Metric.SERVERS_READY, status.map(NatsTokenAuthStatus::readyReplicas)),
                number(
                    Metric.SERVERS_WANTED,
                    status.map(NatsTokenAuthStatus::servers).flatMap(Sample::wanted)),
                time(Metric.TOKEN_START, token.map(TokenStatus::createdAt)),
                time(Metric.NEXT_ROTATION, token.map(TokenStatus::nextRotationAt)),
                lastProof.map(at -> time(Metric.LAST_PROOF, at)))
            .flatMap(Optional::stream));
  }

  private static Stream<Sample> conditions(NatsTokenAuthStatus status) {
    return Conditions.TYPES.stream()
        .flatMap(type -> Conditions.find(StatusFactory.conditionsOf(status), type).stream())
        .map(c ->
            new Sample(
                Metric.CONDITION,
                List.of(c.getType(), oneOf(STATUSES, c.getStatus()), oneOf(REASONS, c.getReason())),
                1));
  }

  /** Whoever may write a status could else make a label of any text. */
  private static String oneOf(Set<String> known, String text) {
    return text != null && known.contains(text) ? text : "";
  }

  private static Optional<Sample> phase(Optional<RotationStatus> rotation) {
    return rotation
        .map(RotationStatus::phase)
        .filter(phase -> Arrays.stream(Phase.values()).anyMatch(p -> p.name().equals(phase)))
        .map(phase -> new Sample(Metric.ROTATION_PHASE, List.of(phase), 1));
  }

  /** Of a text such as 2/3. */
  private static Optional<Integer> wanted(String servers) {
    try {
      return Optional.of(Integer.valueOf(servers.substring(servers.indexOf('/') + 1)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Sample> number(Metric metric, Optional<Integer> value) {
    return value.map(v -> new Sample(metric, List.of(), v));
  }

  private static Optional<Sample> time(Metric metric, Optional<String> text) {
    try {
      return text.map(Instant::parse).map(at -> time(metric, at));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Sample time(Metric metric, Instant at) {
    return new Sample(metric, List.of(), at.getEpochSecond() + at.getNano() / NANOS);
  }
}
