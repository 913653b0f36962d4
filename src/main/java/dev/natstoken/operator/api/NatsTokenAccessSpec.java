package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** Which token is wanted, and the Secret that is to hold it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record NatsTokenAccessSpec(
    @Required
        @JsonPropertyDescription(
            "The NatsTokenAuth whose token is wanted. Its owner must name this namespace in"
                + " spec.allowedNamespaces there.")
        AuthRef authRef,
    @Size(min = 1, max = 245)
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @JsonPropertyDescription(
            "Name of the Secret that is made in the namespace of this resource; the name of this"
                + " resource if absent. A Secret of that name that exists already is left alone.")
        String secretName,
    @ValidationRule(value = UserMetadata.KEYS_RULE, message = UserMetadata.KEYS_MESSAGE)
        @JsonPropertyDescription(
            "Further labels of the Secret, up to 32. The operator's own cannot be changed.")
        Map<String, @Size(max = 63) @Pattern(UserMetadata.LABEL_VALUE) String> labels,
    @ValidationRule(value = UserMetadata.KEYS_RULE, message = UserMetadata.KEYS_MESSAGE)
        @ValidationRule(value = UserMetadata.TEXT_RULE, message = UserMetadata.TEXT_MESSAGE)
        @JsonPropertyDescription(
            "Further annotations of the Secret, up to 32, with up to 16384 characters together.")
        Map<String, @Size(max = 4096) String> annotations,
    @ValidationRule(value = TemplateRules.TEXT_RULE, message = TemplateRules.TEXT_MESSAGE)
        @ValidationRule(value = TemplateRules.KEYS_RULE, message = TemplateRules.KEYS_MESSAGE)
        @ValidationRule(
            value = TemplateRules.RESERVED_RULE,
            message = TemplateRules.RESERVED_MESSAGE)
        @ValidationRule(
            value = TemplateRules.PLACEHOLDERS_RULE,
            message = TemplateRules.PLACEHOLDERS_MESSAGE)
        @JsonPropertyDescription(
            "Further keys of the Secret, up to 32, each with its text, in which {{token}},"
                + " {{servers}}, {{url}}, {{host}}, {{port}} and {{ca}} stand for what the Secret has"
                + " under token, servers, url, host, port and ca.crt. Up to 16384 characters"
                + " together, and 256 KiB when filled in.")
        Map<String, @Size(max = 8192) String> template,
    @JsonPropertyDescription(
            "While true the Secret is not made, changed or repaired; false by default. It still goes"
                + " when its owner no longer allows it.")
        Boolean paused) {

  static final NatsTokenAccessSpec EMPTY =
      new NatsTokenAccessSpec(new AuthRef("", ""), null, null, null, null, null);

  /** A NatsTokenAuth, mostly of another namespace. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record AuthRef(
      @Required
          @Size(min = 1, max = 63)
          @Pattern(AllowedNamespaces.NAME)
          @JsonPropertyDescription("Namespace of the NatsTokenAuth.")
          String namespace,
      @Required
          @Size(min = 1, max = 47)
          @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")
          @JsonPropertyDescription("Name of the NatsTokenAuth.")
          String name) {

    /** As in a message. */
    public String text() {
      return namespace + "/" + name;
    }
  }

  public Map<String, String> labelsOrEmpty() {
    return labels == null ? Map.of() : labels;
  }

  public Map<String, String> annotationsOrEmpty() {
    return annotations == null ? Map.of() : annotations;
  }

  public Map<String, String> templateOrEmpty() {
    return template == null ? Map.of() : template;
  }

  public boolean pausedOrDefault() {
    return Boolean.TRUE.equals(paused);
  }
}
