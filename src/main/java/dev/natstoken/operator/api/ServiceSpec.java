package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Service for clients. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "(has(self.type) && self.type == 'LoadBalancer') || !(has(self.loadBalancerClass) ||"
            + " has(self.loadBalancerSourceRanges))",
    message =
        "service.loadBalancerClass and service.loadBalancerSourceRanges need service.type"
            + " LoadBalancer")
@ValidationRule(
    value =
        "(has(self.type) && self.type != 'ClusterIP') || !(has(self.nodePort) ||"
            + " has(self.externalTrafficPolicy))",
    message =
        "service.nodePort and service.externalTrafficPolicy need service.type NodePort or"
            + " LoadBalancer")
@ValidationRule(
    value =
        "(has(self.type) && self.type != 'ClusterIP') || !(has(self.websocketNodePort) ||"
            + " has(self.mqttNodePort) || has(self.leafNodesNodePort))",
    message =
        "service.websocketNodePort, service.mqttNodePort and service.leafNodesNodePort need"
            + " service.type NodePort or LoadBalancer")
@ValidationRule(
    value =
        ServiceSpec.NODE_PORTS + ".all(p, " + ServiceSpec.NODE_PORTS + ".exists_one(q, p == q))",
    message =
        "service.nodePort, service.websocketNodePort, service.mqttNodePort and"
            + " service.leafNodesNodePort must differ from each other")
@ValidationRule(
    value =
        "!(has(self.type) && self.type == 'LoadBalancer' && has(oldSelf.type) && oldSelf.type =="
            + " 'LoadBalancer') || (has(self.loadBalancerClass) ? self.loadBalancerClass : '') =="
            + " (has(oldSelf.loadBalancerClass) ? oldSelf.loadBalancerClass : '')",
    message =
        "service.loadBalancerClass cannot change while service.type is LoadBalancer: set the type to"
            + " ClusterIP first")
@ValidationRule(
    value = "!has(self.externalPort) || has(self.externalHost)",
    message = "service.externalPort needs service.externalHost")
public record ServiceSpec(
    @JsonPropertyDescription(
            "How the Service is reached: ClusterIP (the default) within the cluster, NodePort at every"
                + " node, LoadBalancer from outside.")
        Type type,
    @ValidationRule(value = UserMetadata.KEYS_RULE, message = UserMetadata.KEYS_MESSAGE)
        @JsonPropertyDescription(
            "Further labels of the Service, up to 32. The operator's own cannot be changed.")
        Map<String, @Size(max = 63) @Pattern(UserMetadata.LABEL_VALUE) String> labels,
    @ValidationRule(value = UserMetadata.TEXT_RULE, message = UserMetadata.TEXT_MESSAGE)
        @ValidationRule(value = UserMetadata.KEYS_RULE, message = UserMetadata.KEYS_MESSAGE)
        @JsonPropertyDescription(
            "Further annotations of the Service, up to 32 and 16384 characters, such as those that a cloud's load balancer"
                + " reads.")
        Map<String, @Size(max = 4096) String> annotations,
    @Size(max = 253)
        @Pattern(
            "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$")
        @JsonPropertyDescription(
            "Which load balancer takes care of the Service, the default one if absent. Cannot be"
                + " changed while type is LoadBalancer.")
        String loadBalancerClass,
    @Size(max = 64)
        @JsonPropertyDescription(
            "Networks from which the load balancer lets in clients, such as 203.0.113.0/24, up to 64;"
                + " all if absent.")
        List<@Size(max = 49) @Pattern("^[0-9a-fA-F.:]{2,45}/[0-9]{1,3}$") String>
            loadBalancerSourceRanges,
    @Min(1)
        @Max(65535)
        @JsonPropertyDescription(
            "Port at every node, within the Kubernetes cluster's range (30000 to 32767 as a rule); any"
                + " free one if absent.")
        Integer nodePort,
    @JsonPropertyDescription(
            "Whether traffic from outside may go over other nodes (Cluster, the default) or only to"
                + " servers on the node where it arrives (Local), which keeps the client's address.")
        TrafficPolicy externalTrafficPolicy,
    @Size(min = 1, max = 253)
        @Pattern("^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\.)*[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")
        @JsonPropertyDescription(
            "Name or IPv4 address under which clients outside of Kubernetes reach the Service. It"
                + " is added to url and servers of the token Secret, after the servers themselves. You"
                + " see to its DNS entry.")
        String externalHost,
    @Min(1)
        @Max(65535)
        @JsonPropertyDescription(
            "Port that goes with externalHost; if absent, nodePort with type NodePort, else 4222.")
        Integer externalPort,
    @Min(1)
        @Max(65535)
        @JsonPropertyDescription("Like nodePort, for WebSocket clients. Needs websocket.enabled.")
        Integer websocketNodePort,
    @Min(1)
        @Max(65535)
        @JsonPropertyDescription("Like nodePort, for MQTT clients. Needs mqtt.enabled.")
        Integer mqttNodePort,
    @Min(1)
        @Max(65535)
        @JsonPropertyDescription("Like nodePort, for leaf nodes. Needs leafNodes.enabled.")
        Integer leafNodesNodePort,
    @JsonPropertyDescription(
            "Whether the Service has addresses of one family (SingleStack, the default), of IPv4 and"
                + " IPv6 where Kubernetes has both (PreferDualStack), or of both in any case"
                + " (RequireDualStack).")
        IpFamilyPolicy ipFamilyPolicy) {

  /** In CEL: the ports of which no two may be alike, an absent one as a number that none can be. */
  static final String NODE_PORTS =
      "[has(self.nodePort) ? self.nodePort : -1,"
          + " has(self.websocketNodePort) ? self.websocketNodePort : -2,"
          + " has(self.mqttNodePort) ? self.mqttNodePort : -3,"
          + " has(self.leafNodesNodePort) ? self.leafNodesNodePort : -4]";

  static final ServiceSpec EMPTY =
      new ServiceSpec(null, null, null, null, null, null, null, null, null, null, null, null, null);

  private static final int CLIENT_PORT = 4222;

  /** How the Service is reached. */
  public enum Type {
    ClusterIP,
    NodePort,
    LoadBalancer
  }

  /** Of which families the addresses are. */
  public enum IpFamilyPolicy {
    SingleStack,
    PreferDualStack,
    RequireDualStack
  }

  /** Where traffic from outside may go. */
  public enum TrafficPolicy {
    Cluster,
    Local
  }

  public Type typeOrDefault() {
    return type == null ? Type.ClusterIP : type;
  }

  /** Spelled out: a Service would not give up its second address for want of a word. */
  public IpFamilyPolicy ipFamilyPolicyOrDefault() {
    return ipFamilyPolicy == null ? IpFamilyPolicy.SingleStack : ipFamilyPolicy;
  }

  public Map<String, String> labelsOrEmpty() {
    return labels == null ? Map.of() : labels;
  }

  public Map<String, String> annotationsOrEmpty() {
    return annotations == null ? Map.of() : annotations;
  }

  public List<String> loadBalancerSourceRangesOrEmpty() {
    return loadBalancerSourceRanges == null ? List.of() : loadBalancerSourceRanges;
  }

  /** Cluster is what the API server fills in; null where the type knows no such policy. */
  public TrafficPolicy externalTrafficPolicyOrNull() {
    if (typeOrDefault() == Type.ClusterIP) {
      return null;
    }
    return externalTrafficPolicy == null ? TrafficPolicy.Cluster : externalTrafficPolicy;
  }

  /** Host and port for clients outside of the Kubernetes cluster. */
  public Optional<String> externalAddress() {
    return Optional.ofNullable(externalHost).map(host -> host + ":" + externalPortOrDefault());
  }

  private int externalPortOrDefault() {
    if (externalPort != null) {
      return externalPort;
    }
    return typeOrDefault() == Type.NodePort && nodePort != null ? nodePort : CLIENT_PORT;
  }
}
