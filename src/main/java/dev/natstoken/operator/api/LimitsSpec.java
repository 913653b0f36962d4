package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;

/**
 * Limits of each server; an absent one is nats-server's own default, but for those of lame duck.
 * The rules over two fields are nats-server's own: it does not start when one is broken.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "(has(self.maxPayload) ? self.maxPayload : 1048576)"
            + " <= (has(self.maxPending) ? self.maxPending : 67108864)",
    message =
        "limits.maxPayload must not be higher than limits.maxPending (1 MiB and 64 MiB if absent)")
@ValidationRule(
    value =
        "!(has(self.lameDuckDuration) && !self.lameDuckDuration.matches('"
            + DurationText.PATTERN
            + "')) && !(has(self.lameDuckGracePeriod) && !self.lameDuckGracePeriod.matches('"
            + DurationText.PATTERN
            + "')) ? duration(has(self.lameDuckGracePeriod) ? self.lameDuckGracePeriod : '5s')"
            + " < duration(has(self.lameDuckDuration) ? self.lameDuckDuration : '30s') : true",
    message =
        "limits.lameDuckGracePeriod must be shorter than limits.lameDuckDuration (5s and 30s if"
            + " absent)")
public record LimitsSpec(
    @Min(1024)
        @Max(67108864)
        @JsonPropertyDescription(
            "Largest message payload in bytes (max_payload): 1 KiB to 64 MiB, nats-server's 1 MiB if"
                + " absent.")
        Integer maxPayload,
    @Min(1)
        @Max(1000000)
        @JsonPropertyDescription(
            "Most client connections of one server (max_connections), nats-server's 65,536 if absent."
                + " The operator's proof needs one of them.")
        Integer maxConnections,
    @Min(1)
        @Max(10000000)
        @JsonPropertyDescription(
            "Most subscriptions of one connection (max_subscriptions), without limit if absent.")
        Integer maxSubscriptions,
    @Min(65536)
        @Max(1073741824)
        @JsonPropertyDescription(
            "Bytes that may wait for one slow client before it is cut off (max_pending): 64 KiB to 1"
                + " GiB, nats-server's 64 MiB if absent. Not less than maxPayload.")
        Integer maxPending,
    @Min(4096)
        @Max(1048576)
        @JsonPropertyDescription(
            "Longest protocol line in bytes, which bounds subject and queue names together"
                + " (max_control_line): 4 KiB, nats-server's own if absent, to 1 MiB.")
        Integer maxControlLine,
    @Size(max = 7)
        @Pattern(DurationText.PATTERN)
        @ValidationRule(
            value =
                "!self.matches('"
                    + DurationText.PATTERN
                    + "') || (duration(self) >= duration('1s') && duration(self) <="
                    + " duration('1h'))",
            message = "limits.pingInterval must be between 1s and 1h")
        @JsonPropertyDescription(
            "How often a server asks an idle client whether it is there (ping_interval), such as 30s"
                + " or 2m, nats-server's 2m if absent. Between 1s and 1h.")
        String pingInterval,
    @Min(1)
        @Max(100)
        @JsonPropertyDescription(
            "Unanswered pings after which a client is cut off (ping_max), nats-server's 2 if absent.")
        Integer pingMax,
    @Size(max = 7)
        @Pattern(DurationText.PATTERN)
        @ValidationRule(
            value =
                "!self.matches('"
                    + DurationText.PATTERN
                    + "') || (duration(self) >= duration('1s') && duration(self) <="
                    + " duration('5m'))",
            message = "limits.writeDeadline must be between 1s and 5m")
        @JsonPropertyDescription(
            "How long a write to a client may block before the client is cut off (write_deadline),"
                + " such as 5s, nats-server's 10s if absent. Between 1s and 5m.")
        String writeDeadline,
    @Size(max = 7)
        @Pattern(DurationText.PATTERN)
        @ValidationRule(
            value =
                "!self.matches('"
                    + DurationText.PATTERN
                    + "') || (duration(self) >= duration('30s') && duration(self) <="
                    + " duration('1h'))",
            message = "limits.lameDuckDuration must be between 30s and 1h")
        @JsonPropertyDescription(
            "Over how long a stopping server sends its clients to the others (lame_duck_duration):"
                + " 30s, the default, to 1h. The pod's termination grace period is 30s longer. A"
                + " longer one spreads the reconnects of many clients and makes every roll slower.")
        String lameDuckDuration,
    @Size(max = 7)
        @Pattern(DurationText.PATTERN)
        @JsonPropertyDescription(
            "How long the clients of a stopping server may leave by themselves before they are sent"
                + " away (lame_duck_grace_period), 5s by default. Shorter than lameDuckDuration, of"
                + " which it is a part.")
        String lameDuckGracePeriod) {

  static final LimitsSpec EMPTY =
      new LimitsSpec(null, null, null, null, null, null, null, null, null, null);

  private static final Duration LAME_DUCK = Duration.ofSeconds(30);
  private static final Duration LAME_DUCK_GRACE = Duration.ofSeconds(5);

  public Duration lameDuckDurationOrDefault() {
    return lameDuckDuration == null ? LAME_DUCK : DurationText.parse(lameDuckDuration);
  }

  public Duration lameDuckGracePeriodOrDefault() {
    return lameDuckGracePeriod == null ? LAME_DUCK_GRACE : DurationText.parse(lameDuckGracePeriod);
  }
}
