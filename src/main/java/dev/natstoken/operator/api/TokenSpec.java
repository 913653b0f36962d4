package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** The token that clients need. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TokenSpec(
    @JsonPropertyDescription(
            "A Secret of yours that holds the token. The operator only reads it; clients still use"
                + " the Secret named in status.token.secretName. Absent: the operator generates a"
                + " token of 256 random bits.")
        ExistingSecret existingSecret,
    @Min(4)
        @Max(14)
        @JsonPropertyDescription(
            "bcrypt cost of the hash in the servers' configuration, 4 to 14. The servers pay it at"
                + " every login. 4 by default for a generated token, which no cost makes safer, and"
                + " 10 for a token of your own.")
        Integer bcryptCost,
    @JsonPropertyDescription(
            "Whether the token Secret goes with this resource (Delete, the default) or stays"
                + " (Retain).")
        DeletionPolicy deletionPolicy,
    @Nullable
        @JsonPropertyDescription(
            "What else the Secret for clients carries: labels and annotations for tools that look"
                + " for them, and keys in the form in which an application reads them.")
        SecretSpec secret) {

  static final TokenSpec EMPTY = new TokenSpec(null, null, null, null);

  /** What becomes of the token Secret when the resource is deleted. */
  public enum DeletionPolicy {
    Delete,
    Retain
  }

  /** Key of a Secret in the same namespace. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ExistingSecret(
      @Required
          @Size(min = 1, max = 253)
          @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
          @JsonPropertyDescription("Name of a Secret in the namespace of this resource.")
          String name,
      @Size(min = 1, max = 253)
          @Pattern("^[-._a-zA-Z0-9]+$")
          @JsonPropertyDescription("Key of that Secret that holds the token, token by default.")
          String key) {

    public String keyOrDefault() {
      return key == null ? "token" : key;
    }
  }

  /**
   * The cost for the token that is in use.
   *
   * @param generated whether it has the form of a generated one
   */
  public int bcryptCostOrDefault(boolean generated) {
    if (bcryptCost != null) {
      return bcryptCost;
    }
    return existingSecret == null && generated ? 4 : 10;
  }

  public SecretSpec secretOrDefault() {
    return secret == null ? SecretSpec.EMPTY : secret;
  }

  public DeletionPolicy deletionPolicyOrDefault() {
    return deletionPolicy == null ? DeletionPolicy.Delete : deletionPolicy;
  }
}
