package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.TokenSpec.DeletionPolicy;
import dev.natstoken.operator.api.TokenSpec.ExistingSecret;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.TokenSecret;
import dev.natstoken.operator.nats.InvalidTokenException;
import dev.natstoken.operator.nats.Token;
import dev.natstoken.operator.nats.TokenGenerator;
import dev.natstoken.operator.status.Problem;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the token of a resource and keeps the token Secret right.
 *
 * <ol>
 *   <li>A Secret that the user brought decides, and is only read. Its token is published in our own
 *       Secret, so that clients always use the same one.
 *   <li>Else the token that stands in our Secret is the token, whoever wrote it there.
 *   <li>Only where the API server itself has no such Secret, or one with a blank token, a token is
 *       generated: a cache that looks empty proves nothing.
 *   <li>A write over an existing token Secret carries the version that was read, so that a stale
 *       cache cannot put an old token over a newer one.
 *   <li>The Secret is written before any configuration: a crash in between leaves a token that is
 *       picked up by rule 2.
 * </ol>
 */
final class TokenResolver {

  private final Watches watches;
  private final TokenGenerator generator;

  TokenResolver(Watches watches, TokenGenerator generator) {
    this.watches = watches;
    this.generator = generator;
  }

  Credentials resolve(
      NatsTokenAuth resource, Owner owner, Applier applier, Configurations configurations) {
    ExistingSecret brought = resource.specOrDefaults().tokenOrDefault().existingSecret();
    ResourceID id = ResourceID.fromResource(resource);
    Token fixed = null;
    if (brought == null) {
      watches.existingSecrets().unfollow(id);
    } else {
      fixed = brought(brought, watches.existingSecrets().follow(id, brought.name()));
    }
    Optional<Secret> cached = watches.get(Secret.class, owner.namespace(), secretName(owner));
    if (cached.isPresent()) {
      return overExisting(resource, owner, applier, configurations, fixed, cached.get());
    }
    Credentials fresh =
        new Credentials(
            fixed == null ? generator.generate() : fixed,
            fixed == null
                ? configurations.newestGeneration() + 1
                : generation(fixed, configurations, 0));
    return applier
        .createOrRead(Secret.class, desired(resource, owner, fresh), s -> isOurs(owner, s))
        .map(
            actual ->
                overExisting(
                    resource,
                    owner,
                    applier,
                    configurations,
                    brought == null ? null : fresh.token(),
                    actual))
        .orElse(fresh);
  }

  private Credentials overExisting(
      NatsTokenAuth resource,
      Owner owner,
      Applier applier,
      Configurations configurations,
      Token fixed,
      Secret actual) {
    Token token = fixed;
    if (token == null) {
      token = published(owner, actual).orElseGet(generator::generate);
    }
    Credentials credentials =
        new Credentials(
            token, generation(token, configurations, Configurations.generation(actual)));
    applier.update(
        Secret.class, desired(resource, owner, credentials), actual, s -> isOurs(owner, s), true);
    return credentials;
  }

  /**
   * The number of a token: the one it was configured with; else the one on a Secret that is ahead
   * of every configuration, because a crash came between the two writes; else the next one.
   */
  private static long generation(Token token, Configurations configurations, long onSecret) {
    long newest = configurations.newestGeneration();
    return configurations
        .generation(token)
        .orElseGet(() -> onSecret > newest ? onSecret : newest + 1);
  }

  private static Optional<Token> published(Owner owner, Secret secret) {
    String text = value(secret, TokenSecret.TOKEN);
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Token.brought(text));
    } catch (InvalidTokenException e) {
      throw new ProblemException(
          Problem.INVALID_TOKEN,
          "Key token of Secret "
              + secretName(owner)
              + ": "
              + e.getMessage()
              + ". Put in another token, or delete the key to get a generated one");
    }
  }

  private static Token brought(ExistingSecret reference, Optional<Secret> secret) {
    String where = "Key " + reference.keyOrDefault() + " of Secret " + reference.name();
    Secret found =
        secret.orElseThrow(
            () ->
                new ProblemException(
                    Problem.EXISTING_SECRET_MISSING,
                    "Secret "
                        + reference.name()
                        + " (spec.token.existingSecret) does not exist in this namespace. Create it"
                        + " with the token under key "
                        + reference.keyOrDefault()));
    if (found.getData() == null || !found.getData().containsKey(reference.keyOrDefault())) {
      throw new ProblemException(
          Problem.EXISTING_SECRET_MISSING, where + " does not exist. Add it with the token");
    }
    try {
      return Token.brought(value(found, reference.keyOrDefault()));
    } catch (InvalidTokenException e) {
      throw new ProblemException(Problem.INVALID_TOKEN, where + ": " + e.getMessage());
    }
  }

  private static String value(Secret secret, String key) {
    Map<String, String> data = secret.getData() == null ? Map.of() : secret.getData();
    return new String(
        Base64.getDecoder().decode(data.getOrDefault(key, "")), StandardCharsets.UTF_8);
  }

  private static Secret desired(NatsTokenAuth resource, Owner owner, Credentials credentials) {
    var spec = resource.specOrDefaults();
    return TokenSecret.desired(
        owner,
        spec.replicasOrDefault(),
        credentials.token(),
        credentials.generation(),
        spec.tokenOrDefault().deletionPolicyOrDefault() == DeletionPolicy.Retain,
        spec.serviceOrDefault().externalAddress());
  }

  /** Ours by owner reference, or kept by deletionPolicy Retain and thus without one. */
  private static boolean isOurs(Owner owner, Secret secret) {
    Map<String, String> labels =
        secret.getMetadata().getLabels() == null ? Map.of() : secret.getMetadata().getLabels();
    boolean retained =
        secret.getMetadata().getOwnerReferences().isEmpty()
            && Labels.OPERATOR.equals(labels.get(Labels.MANAGED_BY))
            && owner.name().equals(labels.get(Labels.INSTANCE));
    return owner.controls(secret) || retained;
  }

  private static String secretName(Owner owner) {
    return owner.names().tokenSecret();
  }
}
