package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.api.TokenSpec.ExistingSecret;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.kube.ExistingSecrets;
import dev.natstoken.operator.nats.tls.Authorities;
import dev.natstoken.operator.nats.tls.CertificateFiles;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.observed.BroughtToken;
import dev.natstoken.operator.observed.Certificates;
import dev.natstoken.operator.outcome.ProblemException;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the user brought for one resource. Secrets that it names no more are let go of. */
final class BroughtSecrets {

  private final ResourceID resource;
  private final NatsTokenAuthSpec spec;
  private final ExistingSecrets watched;

  BroughtSecrets(NatsTokenAuth resource, ExistingSecrets watched) {
    this.resource = ResourceID.fromResource(resource);
    this.spec = resource.specOrDefaults();
    this.watched = watched;
    watched.keepOnly(
        this.resource,
        Stream.concat(
                tokenReference().map(ExistingSecret::name).stream(), Certificates.secretNames(spec))
            .collect(Collectors.toSet()));
  }

  /** The token; throws {@link ProblemException} if it is not fit for use. */
  Optional<Token> token() {
    return tokenReference().map(r -> BroughtToken.read(r, secret(r.name())));
  }

  /** The certificates; throws {@link ProblemException} if one is not fit for use. */
  Certificates certificates(Owner owner, Instant now) {
    return Certificates.read(spec, owner, this::secret, now);
  }

  /** Who vouches for attached servers; throws {@link ProblemException} if they cannot be read. */
  Authorities authorities() {
    return Certificates.ofAttached(spec, this::secret);
  }

  /** The ca.crt that clients are to trust, whatever the certificate beside it is worth. */
  Optional<String> authorityAsItIs() {
    Optional<String> text =
        spec.tlsIfAny()
            .flatMap(tls -> secret(tls.secretName()))
            .map(s -> s.getData() == null ? null : s.getData().get(CertificateFiles.AUTHORITY))
            .map(data -> new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8));
    return Authorities.ifReadable(text).text();
  }

  private Optional<ExistingSecret> tokenReference() {
    return Optional.ofNullable(spec.tokenOrDefault().existingSecret());
  }

  private Optional<Secret> secret(String name) {
    return watched.follow(resource, name);
  }
}
