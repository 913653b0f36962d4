package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** Limits of each server; an absent one is nats-server's own default. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
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
            "Most client connections of one server (max_connections), nats-server's 65,536 if absent.")
        Integer maxConnections,
    @Min(1)
        @Max(10000000)
        @JsonPropertyDescription(
            "Most subscriptions of one connection (max_subscriptions), without limit if absent.")
        Integer maxSubscriptions) {

  static final LimitsSpec EMPTY = new LimitsSpec(null, null, null);
}
