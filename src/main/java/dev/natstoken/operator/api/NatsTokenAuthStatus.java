package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;

/** What the operator saw and proved. Names no token and no hash. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record NatsTokenAuthStatus(
    @JsonPropertyDescription("The metadata.generation that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription("Ready, Reconciling, Stalled and Verified, after kstatus, and Paused.")
        List<Condition> conditions,
    @StatusReplicas @JsonPropertyDescription("Number of server pods that exist.") Integer replicas,
    @JsonPropertyDescription("Number of server pods that are ready on the newest configuration.")
        Integer readyReplicas,
    @LabelSelector @JsonPropertyDescription("Label selector of the server pods.") String selector,
    @JsonPropertyDescription("The token in use, without its value.") TokenStatus token,
    @JsonPropertyDescription(
            "Digest of the configuration that the servers should run; /varz of each shows the same.")
        String configDigest,
    @JsonPropertyDescription(
            "Version of nats-server that runs on all servers; changes at the end of a roll.")
        String version,
    @JsonPropertyDescription("Address of the client Service, without a token.") String endpoint,
    @JsonPropertyDescription("Service Binding: the Secret that clients bind to.") Binding binding) {

  /** The token in use, without its value. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record TokenStatus(
      @JsonPropertyDescription("Secret from which clients take the token.") String secretName,
      @JsonPropertyDescription("Grows by one with every new token.") Long generation,
      @JsonPropertyDescription("When this token came into use (UTC, RFC 3339).")
          String createdAt) {}

  /** Name of the Secret, as the Service Binding specification wants it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Binding(@JsonPropertyDescription("Name of the Secret.") String name) {}
}
