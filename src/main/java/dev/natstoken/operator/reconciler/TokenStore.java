package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.TokenSecret;
import dev.natstoken.operator.kube.Applier;
import dev.natstoken.operator.kube.Watches;
import dev.natstoken.operator.nats.token.InvalidTokenException;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.outcome.Reason;
import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads and writes the token Secret.
 *
 * <ol>
 *   <li>What stands in the Secret is the state, whoever wrote it there.
 *   <li>Only where the API server itself has no such Secret one is created: a cache that looks
 *       empty proves nothing. What it has then is decided upon anew.
 *   <li>A write over an existing Secret carries the version that was read, so that a stale cache
 *       cannot put an old token over a newer one.
 *   <li>The Secret is written before any configuration: a crash in between leaves a token that is
 *       picked up by rule 1.
 * </ol>
 */
final class TokenStore {

  /** How the Secret should be. */
  @FunctionalInterface
  interface Form {

    /**
     * The Secret that says this.
     *
     * @param existing servers that there are now, 0 if unknown
     */
    Secret of(TokenState state, int existing);
  }

  private final Owner owner;
  private final Form form;
  private final Applier applier;
  private final Watches watches;
  private final Optional<Token> brought;
  private Optional<Secret> secret;

  /**
   * The token Secret of one resource.
   *
   * @param form how the Secret should be
   * @param brought the token of the user's own, which stands in for one in the Secret that is not
   *     fit for use
   */
  TokenStore(Owner owner, Applier applier, Watches watches, Optional<Token> brought, Form form) {
    this.owner = owner;
    this.applier = applier;
    this.watches = watches;
    this.brought = brought;
    this.form = form;
    this.secret = cached();
  }

  private Optional<Secret> cached() {
    return watches.get(Secret.class, owner.namespace(), owner.names().tokenSecret());
  }

  /** What the Secret says; empty if there is none, or its token is blank. */
  Optional<TokenState> read() {
    try {
      return secret.flatMap(TokenSecret::stateOf);
    } catch (InvalidTokenException e) {
      if (brought.isPresent()) {
        return brought.map(token -> TokenSecret.stateOf(secret.orElseThrow(), token));
      }
      throw new ProblemException(
          Reason.InvalidToken,
          "Key token of Secret "
              + owner.names().tokenSecret()
              + ": "
              + e.getMessage()
              + ". Put in another token, or delete the key to get a generated one");
    }
  }

  /**
   * Makes the Secret say what follows from what it says.
   *
   * @param next the rules, given what the Secret says
   * @param existing servers that there are now, 0 if unknown
   * @param meanwhile is told what is about to be written, to prepare for it
   */
  TokenState advance(
      Function<Optional<TokenState>, TokenState> next,
      int existing,
      Consumer<TokenState> meanwhile) {
    TokenState wanted = next.apply(read());
    meanwhile.accept(wanted);
    if (secret.isEmpty()) {
      Optional<Secret> actual =
          applier.createOrRead(Secret.class, form.of(wanted, existing), owner::controlsOrLeft);
      if (actual.isEmpty()) {
        secret = cached();
        return wanted;
      }
      secret = actual;
      wanted = next.apply(read());
    }
    secret =
        Optional.of(
            applier.update(
                Secret.class,
                form.of(wanted, existing),
                secret.get(),
                owner::controlsOrLeft,
                true));
    return wanted;
  }
}
