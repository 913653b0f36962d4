package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.Optional;

/** When the token changes by itself, and how long the former one works beside it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RotationSpec(
    @Size(min = 2, max = 20)
        @Pattern(DurationText.COMPOUND)
        @ValidationRule(
            value =
                "size(self) < 2 || !self.matches('"
                    + DurationText.COMPOUND
                    + "') || duration(self) >= duration('1m')",
            message = "rotation.interval must be 1m or longer")
        @JsonPropertyDescription(
            "How long a token is used at most, such as 720h; up to a tenth is taken off, so that"
                + " many resources do not rotate together. 1m or longer. Absent: the token changes"
                + " only when asked. Not with token.existingSecret, which changes when its owner"
                + " changes it.")
        String interval,
    @Size(min = 2, max = 20)
        @Pattern(DurationText.COMPOUND)
        @JsonPropertyDescription(
            "How long the former token works beside the new one, such as 10m (the default; the"
                + " interval if that is shorter). It ends early when no client is connected with the"
                + " former token any more, but not before 90s. 0s: the former token stops working"
                + " server by server.")
        String overlap,
    @JsonPropertyDescription(
            "With one replica: a second server runs for the time of the overlap, so that both tokens"
                + " work. true by default. false, and always with jetstream: a new token cuts the"
                + " clients while the only server restarts. Without effect with more replicas.")
        Boolean surge,
    @Nullable
        @JsonPropertyDescription(
            "When rotations of interval may begin; one that is missed waits for the next time. Any"
                + " time if absent. Rotations by request, and of a token that was discarded, do not"
                + " wait.")
        WindowSpec window) {

  static final RotationSpec EMPTY = new RotationSpec(null, null, null, null);

  private static final Duration DEFAULT_OVERLAP = Duration.ofMinutes(10);

  public Optional<WindowSpec> windowIfAny() {
    return Optional.ofNullable(window);
  }

  public boolean surgeOrDefault() {
    return surge == null || surge;
  }

  public Optional<Duration> intervalIfAny() {
    return Optional.ofNullable(interval).map(DurationText::parse);
  }

  public Duration overlapOrDefault() {
    if (overlap != null) {
      return DurationText.parse(overlap);
    }
    return intervalIfAny().filter(i -> i.compareTo(DEFAULT_OVERLAP) < 0).orElse(DEFAULT_OVERLAP);
  }
}
