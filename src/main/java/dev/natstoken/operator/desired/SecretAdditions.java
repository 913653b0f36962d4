package dev.natstoken.operator.desired;

import dev.natstoken.operator.api.SecretSpec;
import dev.natstoken.operator.desired.SecretTemplate.Result.FilledIn;
import dev.natstoken.operator.desired.SecretTemplate.Result.Refused;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A Secret for clients with what a user adds to it:
 *
 * <ol>
 *   <li>Labels and annotations stand beside ours, which nobody can change.
 *   <li>Further keys are made from the others, so that all of them say the same at every moment:
 *       see {@link SecretTemplate}.
 * </ol>
 *
 * @param refusal why it has none of the further keys, if it should have some
 */
public record SecretAdditions(Secret secret, Optional<String> refusal) {

  /** Makes them to this Secret. */
  public static SecretAdditions to(Secret plain, SecretSpec wanted) {
    SecretBuilder secret =
        new SecretBuilder(plain)
            .editMetadata()
            .withLabels(beside(plain.getMetadata().getLabels(), wanted.labelsOrEmpty()))
            .withAnnotations(
                beside(plain.getMetadata().getAnnotations(), wanted.annotationsOrEmpty()))
            .endMetadata();
    return switch (new SecretTemplate(wanted.templateOrEmpty())
        .fillIn(key -> SecretData.text(plain, key))) {
      case FilledIn(Map<String, String> data) -> {
        data.forEach((key, text) -> secret.addToData(key, SecretData.encode(text)));
        yield new SecretAdditions(secret.build(), Optional.empty());
      }
      case Refused(String why) -> new SecretAdditions(secret.build(), Optional.of(why));
    };
  }

  private static Map<String, String> beside(Map<String, String> ours, Map<String, String> users) {
    Map<String, String> all = new HashMap<>(ours == null ? Map.of() : ours);
    users.forEach((key, value) -> {
      if (!Labels.isOurs(key)) {
        all.put(key, value);
      }
    });
    return all;
  }

  /** Without the Secret. */
  @Override
  public String toString() {
    return "SecretAdditions";
  }
}
