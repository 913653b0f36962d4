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
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.PodAffinity;
import io.fabric8.kubernetes.api.model.PodAntiAffinity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;

/** How the server pods are placed and marked; what runs in them is not for the user to change. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "!has(self.runAsUser) || !has(self.userFromPlatform) || !self.userFromPlatform",
    message = "pod.runAsUser cannot go with pod.userFromPlatform: the platform would set another")
public record ServerPodSpec(
    @ValidationRule(value = UserMetadata.KEYS_RULE, message = UserMetadata.KEYS_MESSAGE)
        @JsonPropertyDescription(
            "Further labels of the pods, up to 32. The operator's own cannot be changed.")
        Map<String, @Size(max = 63) @Pattern(UserMetadata.LABEL_VALUE) String> labels,
    @ValidationRule(value = UserMetadata.TEXT_RULE, message = UserMetadata.TEXT_MESSAGE)
        @ValidationRule(value = UserMetadata.KEYS_RULE, message = UserMetadata.KEYS_MESSAGE)
        @JsonPropertyDescription(
            "Further annotations of the pods, up to 32 and 16384 characters. The operator's own cannot be changed.")
        Map<String, @Size(max = 4096) String> annotations,
    @Nullable
        @JsonPropertyDescription(
            "What the server container asks for and may use; nothing is set if absent. With a memory"
                + " limit the server also gets GOMEMLIMIT, nine tenths of it, so that it collects"
                + " garbage before the kernel kills it.")
        ResourcesSpec resources,
    @ValidationRule(
            value = UserMetadata.WELL_FORMED_RULE,
            message = UserMetadata.WELL_FORMED_MESSAGE)
        @JsonPropertyDescription("Labels that a node must have to run a server, up to 32.")
        Map<String, @Size(max = 63) @Pattern(UserMetadata.LABEL_VALUE) String> nodeSelector,
    @Size(max = 32)
        @JsonPropertyDescription(
            "Taints of nodes that the servers put up with, up to 32, as in any pod.")
        List<Toleration> tolerations,
    @Nullable @JsonPropertyDescription("Rules for the choice of nodes, as in any pod.")
        Affinity affinity,
    @Size(max = 8)
        @JsonPropertyDescription(
            "How the servers spread over nodes and zones, up to 8, as in any pod. Absent: over nodes,"
                + " as far as there are any (kubernetes.io/hostname, ScheduleAnyway); an empty list:"
                + " no rule. One without a labelSelector counts the servers of this resource.")
        List<TopologySpreadConstraint> topologySpreadConstraints,
    @Size(max = 253)
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @JsonPropertyDescription("Name of a PriorityClass for the pods.")
        String priorityClassName,
    @Size(min = 1, max = 253)
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @JsonPropertyDescription(
            "Name of a ServiceAccount of this namespace for the pods, default if absent: for its pull"
                + " secrets, and for policies that go by it. Its token is never mounted.")
        String serviceAccountName,
    @Min(1)
        @Max(2147483647)
        @JsonPropertyDescription(
            "Number of the user and of the group that the servers run as and own their volumes as,"
                + " 1000 by default. Never root.")
        Integer runAsUser,
    @JsonPropertyDescription(
            "Whether user and groups are left to the platform, as OpenShift wants it, which gives each"
                + " namespace numbers of its own; false by default. Elsewhere the image must then name"
                + " a user, which nats-server's own does not.")
        Boolean userFromPlatform) {

  static final ServerPodSpec EMPTY =
      new ServerPodSpec(null, null, null, null, null, null, null, null, null, null, null);

  private static final int USER = 1000;

  public Map<String, String> labelsOrEmpty() {
    return labels == null ? Map.of() : labels;
  }

  public Map<String, String> annotationsOrEmpty() {
    return annotations == null ? Map.of() : annotations;
  }

  public ResourcesSpec resourcesOrEmpty() {
    return resources == null ? ResourcesSpec.EMPTY : resources;
  }

  public Map<String, String> nodeSelectorOrEmpty() {
    return nodeSelector == null ? Map.of() : nodeSelector;
  }

  /** Null also for one that says nothing: server-side apply turns an emptied object into null. */
  public Affinity affinityOrNull() {
    boolean empty =
        affinity == null
            || (isEmpty(affinity.getNodeAffinity(), new NodeAffinity())
                && isEmpty(affinity.getPodAffinity(), new PodAffinity())
                && isEmpty(affinity.getPodAntiAffinity(), new PodAntiAffinity()));
    return empty ? null : affinity;
  }

  private static boolean isEmpty(Object part, Object empty) {
    return part == null || part.equals(empty);
  }

  /** Spelled out: by server-side apply alone a pod template would not lose its account again. */
  public String serviceAccountNameOrDefault() {
    return serviceAccountName == null ? "default" : serviceAccountName;
  }

  /** Null where the platform decides. */
  public Long userOrNull() {
    if (Boolean.TRUE.equals(userFromPlatform)) {
      return null;
    }
    return (long) (runAsUser == null ? USER : runAsUser);
  }

  public List<Toleration> tolerationsOrEmpty() {
    return tolerations == null ? List.of() : tolerations;
  }
}
