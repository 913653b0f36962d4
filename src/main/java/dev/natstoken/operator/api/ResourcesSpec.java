package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Compute resources of a container. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!has(self.requests) || !has(self.limits) || self.requests.all(k, !(k in self.limits) ||"
            + " !isQuantity(string(self.requests[k])) || !isQuantity(string(self.limits[k])) ||"
            + " quantity(string(self.requests[k])).compareTo(quantity(string(self.limits[k]))) <= 0)",
    message = "a request must not be higher than the limit of the same name")
public record ResourcesSpec(
    @JsonPropertyDescription("What a node must have free, such as {cpu: 500m, memory: 256Mi}.")
        Map<String, Quantity> requests,
    @JsonPropertyDescription("What may be used at most, such as {memory: 1Gi}.")
        Map<String, Quantity> limits) {

  static final ResourcesSpec EMPTY = new ResourcesSpec(null, null);

  public Map<String, Quantity> requestsOrEmpty() {
    return requests == null ? Map.of() : requests;
  }

  public Map<String, Quantity> limitsOrEmpty() {
    return limits == null ? Map.of() : limits;
  }
}
