package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.TokenSecret;
import dev.natstoken.operator.kube.Applier;
import dev.natstoken.operator.kube.Creation;
import dev.natstoken.operator.nats.tls.Authorities;
import dev.natstoken.operator.nats.token.InvalidTokenException;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.outcome.Reason;
import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads and writes the token Secret.
 *
 * <ol>
 *   <li>What stands in the Secret is the state, whoever wrote it there.
 *   <li>Only where the API server itself has no such Secret one is created: a cache that looks
 *       empty proves nothing. What it has then is decided upon anew. None is made anew before
 *       whoever writes was asked: the resource may have gone, or want another token.
 *   <li>A write over an existing Secret carries the version that was read, so that a stale cache
 *       cannot put an old token over a newer one.
 *   <li>Neither can a decision upon an older view of something else: whoever writes is asked first.
 *   <li>The Secret is written before any configuration: a crash in between leaves a token that is
 *       picked up by rule 1.
 * </ol>
 */
final class TokenStore {

  private final Owner owner;
  private final Applier applier;
  private final Optional<Token> brought;
  private Optional<Secret> secret;

  /**
   * The token Secret of one resource.
   *
   * @param about the pass of its resource
   * @param brought the token of the user's own, which stands in for one in the Secret that is not
   *     fit for use
   */
  TokenStore(Reconciliation about, Optional<Token> brought) {
    this.owner = about.owner();
    this.applier = about.applier();
    this.brought = brought;
    this.secret =
        applier.cachedOurs(Secret.class, owner.names().tokenSecret(), owner::controlsOrLeft);
  }

  /** What the Secret says; empty if there is none, or its token is blank. */
  Optional<TokenState> read() {
    return secret.flatMap(this::stateOf);
  }

  /** Those that clients are told to trust. */
  Authorities authorities() {
    return Authorities.ifReadable(secret.flatMap(TokenSecret::authority));
  }

  /** Whether clients are told that all servers have TLS. */
  boolean hasTls() {
    return secret.map(TokenSecret::hasTls).orElse(false);
  }

  private Optional<TokenState> stateOf(Secret read) {
    try {
      return TokenSecret.stateOf(read);
    } catch (InvalidTokenException e) {
      Token token = brought.orElseThrow(() -> invalid(owner.names().tokenSecret(), e));
      return Optional.of(TokenSecret.stateOf(read, token));
    }
  }

  static ProblemException invalid(String secretName, InvalidTokenException e) {
    return new ProblemException(
        Reason.InvalidToken,
        "Key token of Secret "
            + secretName
            + ": "
            + e.getMessage()
            + ". Put in another token, or delete the key to get a generated one");
  }

  /** The same for further keys that cannot be made; the Secret is then without them. */
  static Problem refused(String secretName, String why) {
    return new Problem(
        Reason.InvalidTemplate,
        "Secret " + secretName + " has no key of spec.token.secret.template: " + why);
  }

  /** Makes the Secret say what follows from what it says, if the grounds for that still hold. */
  TokenState advance(
      Function<Optional<TokenState>, TokenState> rules,
      Function<TokenState, Secret> form,
      Grounds grounds) {
    return advance(rules, form, grounds::requireForCreation, grounds::requireForSecret);
  }

  /**
   * The same, asked for by the caller.
   *
   * @param rules from what it says to what it should say
   * @param form the Secret that says a state
   * @param creation what comes before one is made; if it throws, none is
   * @param overwrite what comes before a write over one that exists; the same goes for that
   */
  TokenState advance(
      Function<Optional<TokenState>, TokenState> rules,
      Function<TokenState, Secret> form,
      Runnable creation,
      Runnable overwrite) {
    TokenState wanted = rules.apply(read());
    if (secret.isPresent()) {
      return overwrite(wanted, form, secret.get(), overwrite);
    }
    creation.run();
    return switch (applier.create(Secret.class, form.apply(wanted), owner::controlsOrLeft)) {
      case Creation.Created<Secret>(Secret created) -> {
        secret = Optional.of(created);
        yield wanted;
      }
      case Creation.Found<Secret>(Secret found) -> {
        secret = Optional.of(found);
        yield overwrite(rules.apply(read()), form, found, overwrite);
      }
    };
  }

  /** Whether the API server has it as it was read or written here. */
  boolean isNewest() {
    return secret
        .map(s -> s.getMetadata().getResourceVersion())
        .equals(
            applier
                .newest()
                .read(Secret.class, owner.names().tokenSecret())
                .map(s -> s.getMetadata().getResourceVersion()));
  }

  private TokenState overwrite(
      TokenState wanted, Function<TokenState, Secret> form, Secret found, Runnable first) {
    secret =
        Optional.of(
            applier.overwriteUnchanged(
                Secret.class, form.apply(wanted), found, owner::controlsOrLeft, first));
    return wanted;
  }
}
