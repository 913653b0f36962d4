package dev.natstoken.operator.nats.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The certificate of a server with its key and the authorities that vouch for it. */
public final class ServerCertificate {

  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String FOR_SERVERS = "1.3.6.1.5.5.7.3.1";
  private static final String FOR_CLIENTS = "1.3.6.1.5.5.7.3.2";
  private static final String FOR_ANYTHING = "2.5.29.37.0";

  private final List<X509Certificate> chain;
  private final PrivateKey key;
  private final List<X509Certificate> authorities;

  private ServerCertificate(
      List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {
    this.chain = chain;
    this.key = key;
    this.authorities = authorities;
  }

  /**
   * Reads PEM texts.
   *
   * @throws InvalidCertificateException if they cannot be read or do not belong together
   */
  public static ServerCertificate read(String tlsCrt, String tlsKey, Optional<String> caCrt) {
    List<X509Certificate> chain = certificates(tlsCrt, CertificateFiles.CERTIFICATE);
    PrivateKey key = PemKey.read(tlsKey, chain.get(0).getPublicKey());
    List<X509Certificate> authorities =
        caCrt.map(text -> certificates(text, CertificateFiles.AUTHORITY)).orElse(List.of());
    return new ServerCertificate(chain, key, authorities);
  }

  /** When it expires, or one of those that it is sent with, whichever is first. */
  public Instant expiry() {
    return chain.stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /**
   * Whether servers can use it now.
   *
   * @param hosts under which they are reached
   * @param alsoForClients whether it has to do for the client of a connection as well
   * @throws InvalidCertificateException if not
   */
  public void check(Instant now, Collection<String> hosts, boolean alsoForClients) {
    if (now.isAfter(leaf().getNotAfter().toInstant())) {
      throw new InvalidCertificateException(
          "tls.crt expired at " + leaf().getNotAfter().toInstant() + "; renew it");
    } else if (now.isBefore(leaf().getNotBefore().toInstant())) {
      throw new InvalidCertificateException(
          "tls.crt is not valid before "
              + leaf().getNotBefore().toInstant()
              + "; wait, or set the clock of whoever issued it");
    }
    requireHosts(hosts);
    if (!isFor(FOR_SERVERS)) {
      throw new InvalidCertificateException(
          "tls.crt is not for servers; add server auth to its extended key usages");
    } else if (alsoForClients && !isFor(FOR_CLIENTS)) {
      throw new InvalidCertificateException(
          "tls.crt is not for clients; add client auth to its extended key usages, because servers"
              + " are the clients of each other's routes and the operator logs in with it");
    } else if (alsoForClients && authorities.isEmpty()) {
      throw new InvalidCertificateException(
          "ca.crt is missing; add the authority that signs the certificates which are to be let in");
    }
    if (!authorities.isEmpty()) {
      requireTrusted();
    }
  }

  /** Whether it names this host. */
  public boolean isValidFor(String host) {
    return HostNames.covers(leaf(), host);
  }

  private void requireHosts(Collection<String> hosts) {
    List<String> missing = hosts.stream().filter(h -> !HostNames.covers(leaf(), h)).toList();
    if (!missing.isEmpty()) {
      throw new InvalidCertificateException(
          "tls.crt is not valid for "
              + missing.stream().limit(2).collect(Collectors.joining(", "))
              + (missing.size() > 2 ? " and " + (missing.size() - 2) + " more names" : "")
              + "; add them to its subject alternative names (dnsNames of a cert-manager"
              + " Certificate)");
    }
  }

  private void requireTrusted() {
    try {
      TrustedAuthorities.of(authorities)
          .checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
    } catch (CertificateException e) {
      throw new InvalidCertificateException(
          "tls.crt does not lead to ca.crt; put the authority that signed it into ca.crt, and those"
              + " between them into tls.crt");
    }
  }

  private boolean isFor(String purpose) {
    try {
      List<String> purposes = leaf().getExtendedKeyUsage();
      return purposes == null || purposes.contains(purpose) || purposes.contains(FOR_ANYTHING);
    } catch (CertificateException e) {
      return false;
    }
  }

  /**
   * What a client has to trust; none if none is named. Written anew, it holds nothing else that
   * stands in ca.crt, such as a key.
   */
  public Authorities authorities() {
    return new Authorities(authorities);
  }

  /** What vouches for it: where no authority is named, the certificate itself. */
  public Authorities trusted() {
    return new Authorities(authorities.isEmpty() ? chain : authorities);
  }

  static String text(X509Certificate certificate) {
    return Pem.text(CERTIFICATE, encoded(certificate));
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateException e) {
      throw new IllegalStateException("what was read from DER is written as DER", e);
    }
  }

  /**
   * Changes with what a server reads at its start.
   *
   * @param withAuthority whether it reads ca.crt
   */
  public String digest(boolean withAuthority) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (X509Certificate each :
          Stream.concat(chain.stream(), withAuthority ? authorities.stream() : Stream.empty())
              .toList()) {
        digest.update(encoded(each));
      }
      return "sha256:" + HexFormat.of().formatHex(digest.digest());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  X509Certificate leaf() {
    return chain.get(0);
  }

  List<X509Certificate> chain() {
    return chain;
  }

  PrivateKey key() {
    return key;
  }

  boolean isForClients() {
    return isFor(FOR_CLIENTS);
  }

  static List<X509Certificate> certificates(String text, String key) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      List<X509Certificate> all = new ArrayList<>();
      for (Pem block : Pem.blocks(text)) {
        if (block.label().equals(CERTIFICATE)) {
          all.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(block.content())));
        }
      }
      if (!all.isEmpty()) {
        return List.copyOf(all);
      }
    } catch (CertificateException | IllegalArgumentException e) {
      // Said below.
    }
    throw new InvalidCertificateException(
        key + " holds no certificate in PEM form; store the whole file, from BEGIN to END");
  }
}
