package dev.natstoken.operator.access;

import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.desired.SecretData;
import dev.natstoken.operator.desired.SecretTemplate;
import dev.natstoken.operator.desired.TokenGeneration;
import dev.natstoken.operator.desired.TokenSecret;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Secret of an access: what clients read of the token Secret, and nothing else of it. The next
 * and the former token of a rotation stay where they are.
 */
public final class AccessSecret {

  /** What the API server takes, in bytes of all values together. */
  static final int MOST_BYTES = 1 << 20;

  private static final String COPY_OF = "natstoken.dev/copy-of";

  private AccessSecret() {}

  /** What the template comes to with this token Secret. */
  static SecretTemplate.Result filledIn(NatsTokenAccess access, Secret source) {
    return new SecretTemplate(access.specOrEmpty().templateOrEmpty())
        .fillIn(key -> SecretData.text(source, key));
  }

  /**
   * The Secret.
   *
   * @param further keys, with their texts
   */
  static Secret desired(NatsTokenAccess access, Secret source, Map<String, String> further) {
    var spec = access.specOrEmpty();
    Map<String, String> data = new TreeMap<>(source.getData());
    data.keySet().retainAll(TokenSecret.FOR_CLIENTS);
    SecretBuilder secret =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(access.getMetadata().getNamespace())
            .withName(access.secretName())
            .addToLabels(spec.labelsOrEmpty())
            .addToLabels(Labels.MANAGED_BY, Labels.OPERATOR)
            .addToLabels(AccessOwner.LABEL, access.getMetadata().getName())
            .addToAnnotations(spec.annotationsOrEmpty())
            .addToAnnotations(COPY_OF, spec.authRef().text())
            .addToOwnerReferences(AccessOwner.reference(access))
            .endMetadata()
            .withType(source.getType())
            .addToData(data);
    further.forEach((key, text) -> secret.addToData(key, SecretData.encode(text)));
    generation(source)
        .ifPresent(g ->
            secret
                .editMetadata()
                .addToAnnotations(Labels.TOKEN_GENERATION, Long.toString(g))
                .endMetadata());
    return secret.build();
  }

  /** The number of the token that a Secret holds. */
  public static Optional<Long> generation(Secret secret) {
    return TokenGeneration.in(secret.getMetadata().getAnnotations());
  }

  static int bytes(Secret secret) {
    return secret.getData().values().stream()
        .mapToInt(value -> Base64.getDecoder().decode(value).length)
        .sum();
  }
}
