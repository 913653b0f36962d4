package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.Map;
import java.util.Optional;

/**
 * What the user wants. Every field is optional; the defaults live in the {@code …OrDefault} methods
 * and not in the schema, so that a GitOps tool never sees a field that it did not write.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record NatsTokenAuthSpec(
    @SpecReplicas
        @Min(1)
        @Max(64)
        @JsonPropertyDescription(
            "Number of NATS servers, 1 to 64, 1 by default. More than one form a full-mesh NATS"
                + " cluster.")
        Integer replicas,
    @Size(max = 24)
        @Pattern("^2\\.[0-9]{1,3}\\.[0-9]{1,3}(-(alpine[0-9.]{0,6}|scratch))?$")
        @ValidationRule(
            value =
                "!self.matches('^2\\\\.[0-9]{1,3}\\\\.[0-9]{1,3}(-.*)?$') ||"
                    + " int(self.split('-')[0].split('.')[1]) > 11 ||"
                    + " (int(self.split('-')[0].split('.')[1]) == 11 &&"
                    + " int(self.split('-')[0].split('.')[2]) >= 2)",
            message =
                "version must be 2.11.2 or newer: older servers show the token in their monitoring"
                    + " pages and cannot tell which configuration they run")
        @JsonPropertyDescription(
            "Version of nats-server, 2.15.2 by default; also the tag of the image. 2.11.2 or newer.")
        String version,
    @Nullable @JsonPropertyDescription("Where the server image comes from.") ImageSpec image,
    @Nullable @JsonPropertyDescription("The token that clients need.") TokenSpec token,
    @Nullable
        @ValidationRule(
            value =
                "!has(self.interval) || !has(self.overlap) ||"
                    + " [self.interval, self.overlap].exists(d, size(d) < 2 || !d.matches('"
                    + DurationText.COMPOUND
                    + "')) ||"
                    + " duration(self.overlap) <= duration(self.interval)",
            message =
                "rotation.overlap must not be longer than rotation.interval: the next rotation"
                    + " would be due before the former token is gone")
        @ValidationRule(
            value = "!has(self.window) || has(self.interval)",
            message =
                "rotation.window needs rotation.interval: rotations that somebody asks for do not"
                    + " wait for it")
        @JsonPropertyDescription(
            "When the token changes by itself, and how long the former one works beside it.")
        RotationSpec rotation,
    @Size(max = 3)
        @Pattern("^[1-9][0-9]?s$")
        @ValidationRule(
            value = "!self.matches('^[0-9]+s$') || int(self.replace('s', '')) <= 60",
            message = "authTimeout must be between 1s and 60s")
        @JsonPropertyDescription(
            "How long a client may take to present its token, in seconds such as 5s (the default)."
                + " Between 1s and 60s.")
        String authTimeout,
    @Nullable
        @JsonPropertyDescription(
            "Limits of each server. An absent one is nats-server's own default.")
        LimitsSpec limits,
    @Nullable @JsonPropertyDescription("What the servers log.") LoggingSpec logging,
    @Nullable @JsonPropertyDescription("How the server pods are placed and marked.")
        ServerPodSpec pod,
    @Nullable @JsonPropertyDescription("The Service for clients.") ServiceSpec service,
    @Nullable @JsonPropertyDescription("Who may open connections to the servers.")
        NetworkPolicySpec networkPolicy,
    @Nullable @JsonPropertyDescription("The listener for WebSocket clients.")
        WebsocketSpec websocket,
    @Nullable @JsonPropertyDescription("The listener for MQTT clients.") MqttSpec mqtt,
    @Nullable @JsonPropertyDescription("The listener for leaf nodes.") LeafNodesSpec leafNodes,
    @Nullable
        @JsonPropertyDescription(
            "What the servers store (JetStream): nothing if absent. Cannot be added or taken away"
                + " later; meanwhile replicas cannot be lowered, and one server stays one.")
        JetStreamSpec jetstream,
    @Nullable @JsonPropertyDescription("TLS of the servers; none if absent.") TlsSpec tls,
    @Nullable @JsonPropertyDescription("Metrics of the servers.") MonitoringSpec monitoring,
    @Nullable
        @JsonPropertyDescription(
            "A StatefulSet of nats-servers that somebody else runs, such as that of the official"
                + " chart. The operator then makes the token Secret and the ConfigMap NAME-nats-auth"
                + " with the authorization block, which your nats.conf includes, and restarts the"
                + " pods by an annotation of their template. Only token, rotation.interval,"
                + " authTimeout, commonLabels, requireProof, paused and allowedNamespaces go with it."
                + " Cannot be added or removed later, and its name not changed.")
        ServerRef serverRef,
    @ValidationRule(value = UserMetadata.KEYS_RULE, message = UserMetadata.KEYS_MESSAGE)
        @JsonPropertyDescription(
            "Further labels of everything that is made for this resource, up to 32, except for"
                + " PersistentVolumeClaims, whose labels could not follow. The operator's own cannot be"
                + " changed; pod.labels and service.labels win over these. A change of them restarts"
                + " the servers one by one.")
        Map<String, @Size(max = 63) @Pattern(UserMetadata.LABEL_VALUE) String> commonLabels,
    @JsonPropertyDescription(
            "Whether servers that could not be proved (Verified is Unknown) are not Ready; false by"
                + " default: readiness then decides.")
        Boolean requireProof,
    @JsonPropertyDescription(
            "While true the operator changes and repairs nothing for this resource; false by default.")
        Boolean paused,
    @Nullable
        @JsonPropertyDescription(
            "Other namespaces that get the token when a NatsTokenAccess there asks for it; none if"
                + " absent. Where networkPolicy.clients names who may connect, these may, too. A"
                + " namespace that is taken out loses its Secret at once, and with the next rotation"
                + " the token.")
        AllowedNamespaces allowedNamespaces) {

  /** Newest nats-server that the end-to-end tests ran with. */
  public static final String DEFAULT_VERSION = "2.15.2";

  static final NatsTokenAuthSpec EMPTY =
      new NatsTokenAuthSpec(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null, null, null);

  public int replicasOrDefault() {
    return replicas == null ? 1 : replicas;
  }

  public String versionOrDefault() {
    return version == null ? DEFAULT_VERSION : version;
  }

  public ImageSpec imageOrDefault() {
    return image == null ? ImageSpec.EMPTY : image;
  }

  public TokenSpec tokenOrDefault() {
    return token == null ? TokenSpec.EMPTY : token;
  }

  public RotationSpec rotationOrDefault() {
    return rotation == null ? RotationSpec.EMPTY : rotation;
  }

  /** Seconds; nats-server's own default of 2 s is short for a crowd that reconnects at once. */
  public int authTimeoutSeconds() {
    return authTimeout == null
        ? 5
        : Integer.parseInt(authTimeout.substring(0, authTimeout.length() - 1));
  }

  public LimitsSpec limitsOrDefault() {
    return limits == null ? LimitsSpec.EMPTY : limits;
  }

  public LoggingSpec loggingOrDefault() {
    return logging == null ? LoggingSpec.EMPTY : logging;
  }

  public ServerPodSpec podOrDefault() {
    return pod == null ? ServerPodSpec.EMPTY : pod;
  }

  public ServiceSpec serviceOrDefault() {
    return service == null ? ServiceSpec.EMPTY : service;
  }

  public NetworkPolicySpec networkPolicyOrDefault() {
    return networkPolicy == null ? NetworkPolicySpec.EMPTY : networkPolicy;
  }

  public boolean websocketEnabled() {
    return websocket != null && Boolean.TRUE.equals(websocket.enabled());
  }

  /** Empty unless it is to listen. */
  public Optional<MqttSpec> mqttIfEnabled() {
    return Optional.ofNullable(mqtt).filter(m -> Boolean.TRUE.equals(m.enabled()));
  }

  public boolean leafNodesEnabled() {
    return leafNodes != null && Boolean.TRUE.equals(leafNodes.enabled());
  }

  public Optional<TlsSpec> tlsIfAny() {
    return Optional.ofNullable(tls);
  }

  /** Empty unless it is to run. */
  public Optional<MonitoringSpec.Exporter> exporter() {
    return Optional.ofNullable(monitoring)
        .map(MonitoringSpec::exporter)
        .filter(e -> Boolean.TRUE.equals(e.enabled()));
  }

  /** Empty unless there is to be one. */
  public Optional<PodMonitorSpec> podMonitor() {
    return Optional.ofNullable(monitoring)
        .map(MonitoringSpec::podMonitor)
        .filter(m -> Boolean.TRUE.equals(m.enabled()));
  }

  /** Empty if the servers are ours. */
  public Optional<String> attachedStatefulSet() {
    return Optional.ofNullable(serverRef).map(ServerRef::name);
  }

  public Optional<JetStreamSpec> jetstreamIfAny() {
    return Optional.ofNullable(jetstream);
  }

  public Map<String, String> commonLabelsOrEmpty() {
    return commonLabels == null ? Map.of() : commonLabels;
  }

  /** The Secret whose ca.crt vouches for servers that somebody else runs, if one is named. */
  public Optional<String> attachedAuthority() {
    return Optional.ofNullable(serverRef).map(ServerRef::caSecretName);
  }

  public AllowedNamespaces allowedNamespacesOrNone() {
    return allowedNamespaces == null ? AllowedNamespaces.NONE : allowedNamespaces;
  }

  public boolean requireProofOrDefault() {
    return Boolean.TRUE.equals(requireProof);
  }

  public boolean pausedOrDefault() {
    return Boolean.TRUE.equals(paused);
  }
}
