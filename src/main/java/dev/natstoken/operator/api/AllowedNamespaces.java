package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The namespaces to which the owner of a token gives it, if a NatsTokenAccess there asks. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AllowedNamespaces(
    @Size(max = 64) @JsonPropertyDescription("Namespaces by their names, up to 64.")
        List<@Size(min = 1, max = 63) @Pattern(NAME) String> names,
    @Nullable
        @ValidationRule(
            value = "has(self.matchLabels) && size(self.matchLabels) > 0",
            message =
                "allowedNamespaces.selector needs at least one label in matchLabels: all namespaces"
                    + " cannot be allowed by leaving it empty")
        @JsonPropertyDescription("Namespaces by their labels.")
        Selector selector) {

  public static final AllowedNamespaces NONE = new AllowedNamespaces(null, null);

  static final String NAME = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

  /** Labels that a namespace must have, all of them. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Selector(
      @ValidationRule(
              value = UserMetadata.WELL_FORMED_RULE,
              message = UserMetadata.WELL_FORMED_MESSAGE)
          @JsonPropertyDescription(
              "Labels that a namespace must have, all of them. Whoever may label namespaces then"
                  + " decides.")
          Map<String, @Size(max = 63) @Pattern(UserMetadata.LABEL_VALUE) String> matchLabels) {}

  public List<String> namesOrEmpty() {
    return names == null ? List.of() : names;
  }

  /** Empty if no namespace is allowed by its labels. */
  public Optional<Map<String, String>> labels() {
    return Optional.ofNullable(selector)
        .map(Selector::matchLabels)
        .filter(labels -> !labels.isEmpty());
  }
}
