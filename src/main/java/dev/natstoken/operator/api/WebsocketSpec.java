package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The listener for WebSocket clients. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record WebsocketSpec(
    @Required
        @JsonPropertyDescription(
            "Whether the servers also listen for WebSocket clients, on port 8080: with TLS if tls is"
                + " set, otherwise without, which is for an Ingress in front to add. They need the"
                + " same token.")
        Boolean enabled,
    @JsonPropertyDescription(
            "Refuse browsers whose page comes from another host than the server (same_origin), false"
                + " by default.")
        Boolean sameOrigin,
    @Size(max = 32)
        @JsonPropertyDescription(
            "Origins from which a browser's page may connect (allowed_origins), such as"
                + " https://shop.example.com, up to 32; all if absent. Clients that send no origin"
                + " are not asked.")
        List<
                @Size(max = 267)
                @Pattern("^https?://[A-Za-z0-9]([-A-Za-z0-9.]{0,251}[A-Za-z0-9])?(:[0-9]{1,5})?$")
                String>
            allowedOrigins,
    @JsonPropertyDescription(
            "Compress messages where the client can (compression), false by default.")
        Boolean compression) {}
