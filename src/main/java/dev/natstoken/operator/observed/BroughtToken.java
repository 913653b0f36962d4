package dev.natstoken.operator.observed;

import dev.natstoken.operator.api.TokenSpec.ExistingSecret;
import dev.natstoken.operator.desired.SecretData;
import dev.natstoken.operator.nats.token.InvalidTokenException;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;

/** Reads the token from the Secret that the user brought; a poor one is a problem to report. */
public final class BroughtToken {

  private BroughtToken() {}

  /** Empty if it is not fit for use. */
  public static Optional<Token> ifFit(ExistingSecret reference, Optional<Secret> secret) {
    try {
      return Optional.of(read(reference, secret));
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /** Throws {@link ProblemException} if it is not fit for use. */
  public static Token read(ExistingSecret reference, Optional<Secret> secret) {
    String where = "Key " + reference.keyOrDefault() + " of Secret " + reference.name();
    Secret found =
        secret.orElseThrow(() ->
            new ProblemException(
                Reason.ExistingSecretMissing,
                "Secret "
                    + reference.name()
                    + " (spec.token.existingSecret) does not exist in this namespace. Create it"
                    + " with the token under key "
                    + reference.keyOrDefault()));
    String text =
        SecretData.text(found, reference.keyOrDefault())
            .orElseThrow(() ->
                new ProblemException(
                    Reason.ExistingSecretMissing,
                    where + " does not exist. Add it with the token"));
    try {
      return Token.brought(text);
    } catch (InvalidTokenException e) {
      throw new ProblemException(Reason.InvalidToken, where + ": " + e.getMessage());
    }
  }
}
