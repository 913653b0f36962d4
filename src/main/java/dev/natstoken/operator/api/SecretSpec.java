package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** What a user adds to the Secret that clients use. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SecretSpec(
    @ValidationRule(value = UserMetadata.KEYS_RULE, message = UserMetadata.KEYS_MESSAGE)
        @JsonPropertyDescription(
            "Further labels of the Secret, up to 32. The operator's own cannot be changed; these win"
                + " over commonLabels.")
        Map<String, @Size(max = 63) @Pattern(UserMetadata.LABEL_VALUE) String> labels,
    @ValidationRule(value = UserMetadata.TEXT_RULE, message = UserMetadata.TEXT_MESSAGE)
        @ValidationRule(value = UserMetadata.KEYS_RULE, message = UserMetadata.KEYS_MESSAGE)
        @JsonPropertyDescription(
            "Further annotations of the Secret, up to 32 and 16384 characters, such as those of a"
                + " tool that copies it to other namespaces.")
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
        Map<String, @Size(max = 8192) String> template) {

  static final SecretSpec EMPTY = new SecretSpec(null, null, null);

  public Map<String, String> labelsOrEmpty() {
    return labels == null ? Map.of() : labels;
  }

  public Map<String, String> annotationsOrEmpty() {
    return annotations == null ? Map.of() : annotations;
  }

  public Map<String, String> templateOrEmpty() {
    return template == null ? Map.of() : template;
  }
}
