package dev.natstoken.operator.observed;

import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.api.TlsSpec;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.desired.MountedCertificate;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.SecretData;
import dev.natstoken.operator.nats.tls.Authorities;
import dev.natstoken.operator.nats.tls.CertificateFiles;
import dev.natstoken.operator.nats.tls.InvalidCertificateException;
import dev.natstoken.operator.nats.tls.ServerCertificate;
import dev.natstoken.operator.nats.tls.TlsLogin;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The certificates of the Secrets that the spec names, found fit for use before any server sees
 * them: a server with a bad one would not start, or no client would talk to it.
 *
 * @param clients what clients are shown; empty without TLS
 * @param mounted what the servers have to mount
 * @param expiry when the first of them expires
 */
public record Certificates(
    Optional<ServerCertificate> clients,
    List<MountedCertificate> mounted,
    Optional<Instant> expiry) {

  public static final Certificates NONE =
      new Certificates(Optional.empty(), List.of(), Optional.empty());

  /** Throws {@link ProblemException} for a Secret that the user has to mend. */
  public static Certificates read(
      NatsTokenAuthSpec spec,
      Owner owner,
      Function<String, Optional<Secret>> secrets,
      Instant now) {
    if (spec.tls() == null) {
      return NONE;
    }
    TlsSpec tls = spec.tls();
    List<String> pods =
        IntStream.range(0, spec.replicasOrDefault())
            .mapToObj(i -> owner.names().podHost(i, owner.namespace()))
            .toList();
    List<String> all =
        Stream.concat(
                Stream.concat(
                    Stream.of(owner.names().serviceHost(owner.namespace())), pods.stream()),
                Stream.ofNullable(spec.serviceOrDefault().externalHost()))
            .toList();
    boolean verify = tls.verifyClientsOrDefault();
    List<MountedCertificate> mounted = new ArrayList<>();
    ServerCertificate clients =
        read("spec.tls.secretName", tls.secretName(), secrets, c -> c.check(now, all, verify));
    mounted.add(
        new MountedCertificate(
            CertificateFiles.CLIENTS, tls.secretName(), verify, clients.digest(verify)));
    List<Instant> ends = new ArrayList<>(List.of(clients.expiry()));
    tls.routesSecretName()
        .ifPresent(name -> {
          ServerCertificate routes =
              read("spec.tls.routes.secretName", name, secrets, c -> c.check(now, pods, true));
          ends.add(routes.expiry());
          mounted.add(
              new MountedCertificate(CertificateFiles.ROUTES, name, true, routes.digest(true)));
        });
    return new Certificates(
        Optional.of(clients), List.copyOf(mounted), Optional.of(Collections.min(ends)));
  }

  /** The names of the Secrets that are read for this spec. */
  public static Stream<String> secretNames(NatsTokenAuthSpec spec) {
    return Stream.concat(
        spec.attachedAuthority().stream(),
        spec.tlsIfAny().stream()
            .flatMap(tls ->
                Stream.concat(Stream.of(tls.secretName()), tls.routesSecretName().stream())));
  }

  /**
   * Who vouches for servers that somebody else runs, as far as the spec says. Throws {@link
   * ProblemException} for a Secret that the user has to mend.
   */
  public static Authorities ofAttached(
      NatsTokenAuthSpec spec, Function<String, Optional<Secret>> secrets) {
    return spec.attachedAuthority()
        .map(name -> authorities(name, secrets))
        .orElse(Authorities.NONE);
  }

  private static Authorities authorities(String name, Function<String, Optional<Secret>> secrets) {
    String text =
        secrets
            .apply(name)
            .flatMap(secret -> text(secret, CertificateFiles.AUTHORITY))
            .orElseThrow(() ->
                new ProblemException(
                    Reason.TlsSecretMissing,
                    "Secret "
                        + name
                        + " (spec.serverRef.caSecretName) does not exist in this namespace, or has"
                        + " no ca.crt. Create it with the ca.crt of the servers' certificates"));
    try {
      return Authorities.read(text);
    } catch (InvalidCertificateException e) {
      throw new ProblemException(
          Reason.InvalidCertificate,
          "Secret " + name + " (spec.serverRef.caSecretName): " + e.getMessage());
    }
  }

  /**
   * How to log in to the server of this pod. Whether it has TLS the StatefulSet says, which is the
   * operator's own; what stands on a pod may be written by others.
   *
   * @param former authorities that vouch for servers of before, which may still run
   */
  public Optional<TlsLogin> login(Pod pod, Owner owner, StatefulSet live, Authorities former) {
    if (!hasTls(live)) {
      return Optional.empty();
    }
    Authorities trusted =
        clients.map(ServerCertificate::trusted).orElse(Authorities.NONE).and(former);
    TlsLogin login =
        TlsLogin.to(
            clients,
            trusted,
            List.of(owner.names().podHost(Rollout.ordinal(pod), owner.namespace())));
    return Optional.of(isNewest(live) && Rollout.isUpdated(pod, live) ? login : login.onItsWay());
  }

  /** Whether every server has TLS with the certificate that the Secret now has, or none has. */
  public boolean areTakenUp(Collection<Pod> pods, Optional<StatefulSet> live) {
    return live.map(l -> isNewest(l) && pods.stream().allMatch(p -> Rollout.isUpdated(p, l)))
        .orElse(true);
  }

  private boolean isNewest(StatefulSet live) {
    String wanted =
        mounted.stream()
            .filter(m -> m.files() == CertificateFiles.CLIENTS)
            .findFirst()
            .map(MountedCertificate::digest)
            .orElse("");
    return wanted.equals(digest(live));
  }

  public static boolean hasTls(StatefulSet live) {
    return !digest(live).isEmpty();
  }

  private static String digest(StatefulSet live) {
    ObjectMeta metadata = live.getSpec().getTemplate().getMetadata();
    Map<String, String> annotations = metadata == null ? null : metadata.getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(Labels.CERTIFICATE_DIGEST, "");
  }

  private static ServerCertificate read(
      String field,
      String name,
      Function<String, Optional<Secret>> secrets,
      Consumer<ServerCertificate> check) {
    Secret secret =
        secrets
            .apply(name)
            .orElseThrow(() ->
                new ProblemException(
                    Reason.TlsSecretMissing,
                    "Secret "
                        + name
                        + " ("
                        + field
                        + ") does not exist in this namespace. Create it with tls.crt, tls.key"
                        + " and ca.crt, or see why the cert-manager Certificate behind it is"
                        + " not issued"));
    try {
      ServerCertificate certificate =
          ServerCertificate.read(
              required(secret, CertificateFiles.CERTIFICATE),
              required(secret, CertificateFiles.KEY),
              text(secret, CertificateFiles.AUTHORITY));
      check.accept(certificate);
      return certificate;
    } catch (InvalidCertificateException e) {
      throw new ProblemException(
          Reason.InvalidCertificate, "Secret " + name + " (" + field + "): " + e.getMessage());
    }
  }

  private static String required(Secret secret, String key) {
    return text(secret, key)
        .orElseThrow(() ->
            new ProblemException(
                Reason.TlsSecretMissing,
                "Key "
                    + key
                    + " of Secret "
                    + secret.getMetadata().getName()
                    + " does not exist. Add it, in PEM form"));
  }

  /** An empty one counts as absent: cert-manager leaves ca.crt empty for public authorities. */
  private static Optional<String> text(Secret secret, String key) {
    return SecretData.text(secret, key).filter(text -> !text.isBlank());
  }
}
