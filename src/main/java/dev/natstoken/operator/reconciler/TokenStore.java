package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.api.TokenSpec.DeletionPolicy;
import dev.natstoken.operator.desired.ClientAccess;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.TokenSecret;
import dev.natstoken.operator.nats.InvalidTokenException;
import dev.natstoken.operator.nats.Token;
import dev.natstoken.operator.rotation.TokenState;
import dev.natstoken.operator.status.Problem;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
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

  private final Owner owner;
  private final NatsTokenAuthSpec spec;
  private final Applier applier;
  private final Watches watches;
  private final Optional<Token> brought;
  private final ClientAccess access;
  private Optional<Secret> secret;

  /**
   * The token Secret of one resource.
   *
   * @param brought the token of the user's own, which stands in for one in the Secret that is not
   *     fit for use
   * @param access how clients reach the servers
   */
  TokenStore(
      Owner owner,
      NatsTokenAuthSpec spec,
      Applier applier,
      Watches watches,
      Optional<Token> brought,
      ClientAccess access) {
    this.owner = owner;
    this.spec = spec;
    this.applier = applier;
    this.watches = watches;
    this.brought = brought;
    this.access = access;
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
          Problem.INVALID_TOKEN,
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
          applier.createOrRead(Secret.class, desired(wanted, existing), this::isOurs);
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
                Secret.class, desired(wanted, existing), secret.get(), this::isOurs, true));
    return wanted;
  }

  private Secret desired(TokenState state, int existing) {
    return TokenSecret.desired(
        owner,
        replicas(state, existing),
        state,
        spec.tokenOrDefault().deletionPolicyOrDefault() == DeletionPolicy.Retain,
        access);
  }

  /** In an overlap servers that are not wanted any more stay until others have their token. */
  private int replicas(TokenState state, int existing) {
    int wanted = spec.replicasOrDefault();
    boolean noneLeft = state.overlap().filter(o -> o.serversFrom() >= wanted).isPresent();
    return noneLeft ? Math.max(existing, wanted) : wanted;
  }

  /** Ours by owner reference, or kept by deletionPolicy Retain and thus without one. */
  private boolean isOurs(Secret found) {
    Map<String, String> labels =
        found.getMetadata().getLabels() == null ? Map.of() : found.getMetadata().getLabels();
    boolean retained =
        found.getMetadata().getOwnerReferences().isEmpty()
            && Labels.OPERATOR.equals(labels.get(Labels.MANAGED_BY))
            && owner.name().equals(labels.get(Labels.INSTANCE));
    return owner.controls(found) || retained;
  }
}
