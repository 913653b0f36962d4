package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Metrics of the servers. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!has(self.podMonitor) || !has(self.podMonitor.enabled) || !self.podMonitor.enabled ||"
            + " (has(self.exporter) && has(self.exporter.enabled) && self.exporter.enabled)",
    message =
        "monitoring.podMonitor needs monitoring.exporter: nats-server itself has no page that"
            + " Prometheus could read")
public record MonitoringSpec(
    @Nullable
        @JsonPropertyDescription(
            "prometheus-nats-exporter beside every server. It reads the server's monitoring port and"
                + " serves /metrics on port 7777, to which networkPolicy.scrapers are let in.")
        Exporter exporter,
    @Nullable
        @JsonPropertyDescription(
            "A PodMonitor of Prometheus Operator, by which Prometheus finds the exporters.")
        PodMonitorSpec podMonitor) {

  /** The sidecar that turns the monitoring pages into metrics. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Exporter(
      @Required @JsonPropertyDescription("Whether the exporter runs beside every server.")
          Boolean enabled,
      @Size(min = 1, max = 255)
          @Pattern(ImageSpec.REPOSITORY)
          @ValidationRule(
              value = ImageSpec.WITHOUT_TAG,
              message = "exporter.repository takes no tag: the tag is exporter.version")
          @JsonPropertyDescription(
              "Repository of its image without a tag, the operator's own default"
                  + " (natsio/prometheus-nats-exporter) if absent.")
          String repository,
      @Size(max = 24)
          @Pattern("^[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}$")
          @JsonPropertyDescription(
              "Version of the exporter and tag of its image, 0.20.1 by default.")
          String version,
      @Nullable @JsonPropertyDescription("What its container asks for and may use.")
          ResourcesSpec resources) {

    public static final String DEFAULT_REPOSITORY = "natsio/prometheus-nats-exporter";

    public static final String DEFAULT_VERSION = "0.20.1";

    public String versionOrDefault() {
      return version == null ? DEFAULT_VERSION : version;
    }

    public ResourcesSpec resourcesOrEmpty() {
      return resources == null ? ResourcesSpec.EMPTY : resources;
    }
  }
}
