package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
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
    @StatusReplicas
        @JsonPropertyDescription(
            "Number of server pods that exist, but for the second one of a rotation with one replica.")
        Integer replicas,
    @JsonPropertyDescription("Number of server pods that are ready on the newest configuration.")
        Integer readyReplicas,
    @JsonPropertyDescription(
            "The same of those that there should be, such as 3/3; for the column SERVERS.")
        String servers,
    @LabelSelector @JsonPropertyDescription("Label selector of the server pods.") String selector,
    @JsonPropertyDescription("The token in use, without its value.") TokenStatus token,
    @JsonPropertyDescription("The rotation that runs; absent while none does.")
        RotationStatus rotation,
    @JsonPropertyDescription(
            "Digest of the configuration that the servers should run; /varz of each shows the same.")
        String configDigest,
    @JsonPropertyDescription(
            "Version of nats-server that runs on all servers; changes at the end of a roll.")
        String version,
    @JsonPropertyDescription("Address of the client Service, without a token.") String endpoint,
    @JsonPropertyDescription("Service Binding: the Secret that clients bind to.") Binding binding,
    @Size(max = 32)
        @JsonPropertyDescription(
            "Size that the PersistentVolumeClaims of the servers ask for, the largest if they differ; the"
                + " size before while the storage cannot give it. Absent without"
                + " jetstream.fileStore.")
        String claimSize,
    @JsonPropertyDescription(
            "When the first of the certificates of spec.tls expires (UTC, RFC 3339); absent without.")
        String certificateExpiresAt) {

  /** The token in use, without its value. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record TokenStatus(
      @JsonPropertyDescription("Secret from which clients take the token.") String secretName,
      @JsonPropertyDescription("Grows by one with every new token.") Long generation,
      @JsonPropertyDescription("When this token came into use (UTC, RFC 3339).") String createdAt,
      @JsonPropertyDescription(
              "Why it came into use: Created, Requested, Scheduled, ExistingSecretChanged, Edited,"
                  + " Discarded or OldCopy.")
          String reason,
      @JsonPropertyDescription(
              "When the next scheduled rotation begins (UTC, RFC 3339); absent without an interval.")
          String nextRotationAt) {}

  /** A rotation during which both tokens work. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record RotationStatus(
      @JsonPropertyDescription("Prepare, Split, Overlap or Finish.") String phase,
      @JsonPropertyDescription("Why the token changes; as in token.reason.") String reason,
      @JsonPropertyDescription("Number of the former token.") Long fromGeneration,
      @JsonPropertyDescription("Number of the new token.") Long toGeneration,
      @JsonPropertyDescription("When the operator first reported it (UTC, RFC 3339).")
          String startedAt,
      @JsonPropertyDescription(
              "When the former token stops working at the latest (UTC, RFC 3339); from the phase"
                  + " Overlap on.")
          String overlapEndsAt,
      @JsonPropertyDescription(
              "Clients that are connected with the former token; absent while unknown.")
          Integer previousTokenConnections,
      @JsonPropertyDescription("Up to 20 of these clients.") List<Straggler> stragglers) {}

  /** A client that is connected with the former token. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Straggler(
      @JsonPropertyDescription("The name that the client gave itself, or its client id with MQTT.")
          String name,
      @JsonPropertyDescription(
              "Namespace of its pod; absent where that is unknown. Looked for here and in the"
                  + " namespaces that have the token by a NatsTokenAccess.")
          String namespace,
      @JsonPropertyDescription("Name of its pod; absent where that is unknown.") String pod,
      @JsonPropertyDescription("Address of the client.") String ip,
      @JsonPropertyDescription("Language of its client library, or mqtt.") String language,
      @JsonPropertyDescription("Version of its client library.") String version) {}

  /** Name of the Secret, as the Service Binding specification wants it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Binding(@JsonPropertyDescription("Name of the Secret.") String name) {}
}
