package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** How Prometheus Operator finds the exporters. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!has(self.interval) || !has(self.scrapeTimeout) || [self.interval,"
            + " self.scrapeTimeout].exists(d, !d.matches('"
            + DurationText.PATTERN
            + "')) || duration(self.scrapeTimeout) <= duration(self.interval)",
    message = "podMonitor.scrapeTimeout must not be longer than podMonitor.interval")
public record PodMonitorSpec(
    @Required
        @JsonPropertyDescription(
            "Whether there is a PodMonitor for the exporters. Where Kubernetes does not know that"
                + " kind, Ready says so and nothing else changes.")
        Boolean enabled,
    @ValidationRule(value = UserMetadata.KEYS_RULE, message = UserMetadata.KEYS_MESSAGE)
        @JsonPropertyDescription(
            "Further labels of the PodMonitor, up to 32, such as the one by which your Prometheus"
                + " picks its monitors. The operator's own cannot be changed.")
        Map<String, @Size(max = 63) @Pattern(UserMetadata.LABEL_VALUE) String> labels,
    @Size(max = 7)
        @Pattern(DurationText.PATTERN)
        @ValidationRule(
            value = PodMonitorSpec.UP_TO_AN_HOUR,
            message = "podMonitor.interval must be between 1s and 1h")
        @JsonPropertyDescription(
            "How often the metrics are read, such as 30s: 1s to 1h; the interval of Prometheus if"
                + " absent.")
        String interval,
    @Size(max = 7)
        @Pattern(DurationText.PATTERN)
        @ValidationRule(
            value = PodMonitorSpec.UP_TO_AN_HOUR,
            message = "podMonitor.scrapeTimeout must be between 1s and 1h")
        @JsonPropertyDescription(
            "How long one read may take, such as 10s: 1s to 1h; the timeout of Prometheus if absent."
                + " Not longer than interval, and without that not longer than the interval of"
                + " Prometheus: Prometheus Operator would leave the PodMonitor out.")
        String scrapeTimeout) {

  static final String UP_TO_AN_HOUR =
      "!self.matches('"
          + DurationText.PATTERN
          + "') || (duration(self) >= duration('1s') && duration(self) <= duration('1h'))";

  public Map<String, String> labelsOrEmpty() {
    return labels == null ? Map.of() : labels;
  }
}
