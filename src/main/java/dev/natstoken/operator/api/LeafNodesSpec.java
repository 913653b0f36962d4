package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** The listener for leaf nodes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LeafNodesSpec(
    @Required
        @JsonPropertyDescription(
            "Whether other NATS servers may join as leaf nodes, on port 7422. They need the same"
                + " token as clients, in the URL of their remote: nats-leaf://TOKEN@HOST:7422, and TLS"
                + " if tls is set.")
        Boolean enabled) {}
