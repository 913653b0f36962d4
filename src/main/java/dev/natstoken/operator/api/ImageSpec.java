package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Where the server image comes from. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ImageSpec(
    @Size(min = 1, max = 255)
        @Pattern(ImageSpec.REPOSITORY)
        @ValidationRule(
            value = ImageSpec.WITHOUT_TAG,
            message = "image.repository takes no tag: the tag is spec.version")
        @JsonPropertyDescription(
            "Repository of the image without a tag, the operator's own default (nats) if absent.")
        String repository,
    @Pattern("^sha256:[a-f0-9]{64}$")
        @JsonPropertyDescription(
            "Digest that pins the image, such as sha256:…; the tag then is only"
                + " a hint for people.")
        String digest,
    @JsonPropertyDescription("When the kubelet pulls the image, IfNotPresent by default.")
        PullPolicy pullPolicy,
    @Size(max = 8)
        @JsonPropertyDescription(
            "Names of up to 8 Secrets of this namespace with which the image is pulled.")
        List<SecretName> pullSecrets) {

  static final String REPOSITORY = "^[a-z0-9]+([._:/-][a-z0-9]+|__[a-z0-9]+)*$";

  /** The port of a registry has a colon too, but a slash after it. */
  static final String WITHOUT_TAG = "!self.matches(':[^/]*$')";

  static final ImageSpec EMPTY = new ImageSpec(null, null, null, null);

  /** When the kubelet pulls an image. */
  public enum PullPolicy {
    Always,
    IfNotPresent,
    Never
  }

  public PullPolicy pullPolicyOrDefault() {
    return pullPolicy == null ? PullPolicy.IfNotPresent : pullPolicy;
  }

  public List<SecretName> pullSecretsOrEmpty() {
    return pullSecrets == null ? List.of() : pullSecrets;
  }
}
