package dev.natstoken.operator.desired;

import dev.natstoken.operator.rotation.Overlap;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;

/**
 * What becomes of clients that read a copy of the token Secret while it does not follow:
 *
 * <ol>
 *   <li>Nothing while it holds the published token.
 *   <li>The former token of a rotation still lets them in, until the rotation ends.
 *   <li>Any other token has ended.
 * </ol>
 */
public enum HeldToken {
  PUBLISHED("It holds the published token"),
  FORMER(
      "It holds the former token, which the servers let in until the rotation under way ends and no"
          + " longer"),
  ENDED("It holds a token that has ended: the servers no longer let in clients that read it");

  private final String sentence;

  HeldToken(String sentence) {
    this.sentence = sentence;
  }

  /** To be put after what keeps the Secret as it is. */
  public String sentence() {
    return sentence;
  }

  /**
   * Compares them.
   *
   * @param source a token Secret whose token is fit for use
   */
  public static HeldToken of(Secret copy, Secret source) {
    Optional<String> held = SecretData.text(copy, TokenSecret.TOKEN);
    if (held.equals(SecretData.text(source, TokenSecret.TOKEN))) {
      return PUBLISHED;
    }
    return TokenSecret.stateOf(source)
            .flatMap(state -> state.overlap())
            .filter(overlap -> isFormer(copy, source, overlap))
            .isPresent()
        ? FORMER
        : ENDED;
  }

  /** A token that was overwritten by hand is known by its number alone. */
  private static boolean isFormer(Secret copy, Secret source, Overlap overlap) {
    return overlap.previous().isPresent()
        ? SecretData.text(copy, TokenSecret.TOKEN)
            .equals(SecretData.text(source, TokenMarks.PREVIOUS_TOKEN))
        : TokenGeneration.in(copy.getMetadata().getAnnotations())
            .equals(Optional.of(overlap.previousGeneration()));
  }
}
