package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.List;

/**
 * Who may open connections to the servers, as far as the network of the Kubernetes cluster enforces
 * it.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record NetworkPolicySpec(
    @JsonPropertyDescription(
            "Whether the servers have a NetworkPolicy, true by default. It lets in clients as said"
                + " below, routes from the other servers alone, and to the monitoring port only the"
                + " operator and the scrapers. The operator is always let in.")
        Boolean enabled,
    @Size(min = 1, max = 16)
        @ValidationRule(value = PEERS_RULE, message = PEERS_MESSAGE)
        @JsonPropertyDescription(
            "Who may connect as a client: 1 to 16 peers of a NetworkPolicy, each with podSelector,"
                + " namespaceSelector (both: pods of these namespaces) or ipBlock. Everybody if"
                + " absent.")
        List<NetworkPolicyPeer> clients,
    @Size(max = 16)
        @ValidationRule(value = PEERS_RULE, message = PEERS_MESSAGE)
        @JsonPropertyDescription(
            "Who besides the operator may read the monitoring port (8222), such as Prometheus: up to"
                + " 16 peers as above, nobody if absent. That port knows no token and shows names and"
                + " addresses of clients.")
        List<NetworkPolicyPeer> scrapers) {

  static final NetworkPolicySpec EMPTY = new NetworkPolicySpec(null, null, null);

  private static final String PEERS_RULE =
      "self.all(p, has(p.ipBlock) != (has(p.podSelector) || has(p.namespaceSelector)))";
  private static final String PEERS_MESSAGE =
      "a peer needs podSelector, namespaceSelector or both, or else ipBlock alone";

  public boolean enabledOrDefault() {
    return !Boolean.FALSE.equals(enabled);
  }

  public List<NetworkPolicyPeer> scrapersOrEmpty() {
    return scrapers == null ? List.of() : scrapers;
  }
}
