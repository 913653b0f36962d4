package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What became of the wish for a token. Names no token and no hash. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record NatsTokenAccessStatus(
    @JsonPropertyDescription("The metadata.generation that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription("Ready, Reconciling and Stalled, after kstatus, and Paused.")
        List<Condition> conditions,
    @JsonPropertyDescription(
            "Number of the token in the Secret, as in status.token.generation of the NatsTokenAuth;"
                + " absent without the Secret.")
        Long tokenGeneration,
    @JsonPropertyDescription(
            "Service Binding: the Secret that clients bind to; absent while there is none.")
        NatsTokenAuthStatus.Binding binding) {

  static final NatsTokenAccessStatus NONE = new NatsTokenAccessStatus(null, null, null, null);

  public List<Condition> conditionsOrEmpty() {
    return conditions == null ? List.of() : conditions;
  }
}
