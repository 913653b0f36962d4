package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The listener for MQTT clients. An absent field is nats-server's own default. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record MqttSpec(
    @Required
        @JsonPropertyDescription(
            "Whether the servers also listen for clients of MQTT 3.1.1, on port 1883: with TLS if"
                + " tls is set; with websocket also there, under the path /mqtt. They need the same"
                + " token, as their password, with any user name. Needs jetstream.fileStore.")
        Boolean enabled,
    @Size(max = 7)
        @Pattern(DurationText.PATTERN)
        @ValidationRule(
            value =
                "!self.matches('"
                    + DurationText.PATTERN
                    + "') || (duration(self) >= duration('1s') && duration(self) <="
                    + " duration('1h'))",
            message = "mqtt.ackWait must be between 1s and 1h")
        @JsonPropertyDescription(
            "How long a client may take to acknowledge a message of QoS 1 or 2 before it is sent"
                + " again (ack_wait), such as 1m, 30s if absent. Between 1s and 1h. For new"
                + " subscriptions.")
        String ackWait,
    @Min(1)
        @Max(65535)
        @JsonPropertyDescription(
            "Most messages of QoS 1 and 2 that one subscription may leave unacknowledged"
                + " (max_ack_pending), 1024 if absent. Those of a session together may have 65535, a"
                + " subscription to # counts twice. For new subscriptions.")
        Integer maxAckPending,
    @Min(1)
        @Max(5)
        @JsonPropertyDescription(
            "On how many servers sessions and messages of MQTT are kept (stream_replicas): 1 to 5, not"
                + " more than replicas. As many as there are, but not more than 3, if absent. Counts"
                + " when the first client of MQTT ever connects; later `nats stream edit` changes it.")
        Integer streamReplicas,
    @JsonPropertyDescription(
            "Keep in memory and not on disk how far each subscription has got"
                + " (consumer_memory_storage), false by default. A single server forgets it when it"
                + " restarts. For new subscriptions.")
        Boolean consumerMemoryStorage,
    @Size(max = 7)
        @Pattern(DurationText.PATTERN)
        @ValidationRule(
            value =
                "!self.matches('"
                    + DurationText.PATTERN
                    + "') || (duration(self) >= duration('1s') && duration(self) <="
                    + " duration('8760h'))",
            message = "mqtt.consumerInactiveThreshold must be between 1s and 8760h")
        @JsonPropertyDescription(
            "After how long without its client a subscription of QoS 1 or 2 is forgotten, with the"
                + " messages that wait for it (consumer_inactive_threshold), such as 72h, never if"
                + " absent. Between 1s and 8760h. For new subscriptions.")
        String consumerInactiveThreshold,
    @JsonPropertyDescription(
            "Cut off a client that publishes with QoS 2 (reject_qos2_publish), false by default.")
        Boolean rejectQos2Publish,
    @JsonPropertyDescription(
            "Give a client QoS 1 where it subscribes with QoS 2 (downgrade_qos2_subscribe), false by"
                + " default.")
        Boolean downgradeQos2Subscribe) {

  private static final int MOST_BY_DEFAULT = 3;

  /**
   * Where nobody says, nats-server counts the addresses that its routes resolve to at that moment:
   * a server that is away then, or has two addresses, makes it a wrong number that stays.
   */
  public int streamReplicasOrDefault(int servers) {
    return streamReplicas == null ? Math.min(servers, MOST_BY_DEFAULT) : streamReplicas;
  }
}
