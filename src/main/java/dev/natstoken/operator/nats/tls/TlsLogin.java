package dev.natstoken.operator.nats.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * How to log in to a server with TLS. It is reached by its address, which no certificate holds, so
 * the name that its certificate must have is given here.
 */
public final class TlsLogin {

  private static final char[] NO_PASSWORD = {};

  private final Optional<ServerCertificate> shown;
  private final List<X509Certificate> authorities;
  private final List<String> hosts;
  private final boolean certain;

  private TlsLogin(
      Optional<ServerCertificate> shown,
      List<X509Certificate> authorities,
      List<String> hosts,
      boolean certain) {
    this.shown = shown;
    this.authorities = authorities;
    this.hosts = hosts;
    this.certain = certain;
  }

  /** To a server that has to show this certificate, or one of the same authority. */
  public static TlsLogin to(ServerCertificate certificate, String host) {
    return to(Optional.of(certificate), certificate.trusted(), List.of(host));
  }

  /**
   * To a server whose certificate one of these authorities vouches for.
   *
   * @param own the certificate to show, if there is one
   * @param hosts the names of which its certificate must have one
   */
  public static TlsLogin to(
      Optional<ServerCertificate> own, Authorities authorities, List<String> hosts) {
    return new TlsLogin(
        own.filter(ServerCertificate::isForClients),
        authorities.certificates(),
        List.copyOf(hosts),
        true);
  }

  /**
   * To a server of whose certificate nothing is known: no token may go there.
   *
   * @param own the certificate to show, if there is one
   */
  public static TlsLogin unjudged(Optional<ServerCertificate> own) {
    return to(own, Authorities.NONE, List.of()).onItsWay();
  }

  /** The same to a server that may still run on what was there before: nothing is its fault. */
  public TlsLogin onItsWay() {
    return new TlsLogin(shown, authorities, hosts, false);
  }

  /** With which a token may be sent; only where it {@link #judges}. */
  public SSLContext context() {
    return context(shown, new Judge(TrustedAuthorities.of(authorities), hosts));
  }

  /** For what may be sent to anybody. */
  public SSLContext contextForNoToken() {
    return context(shown, new Anyone());
  }

  /** Whether anything vouches for the server. */
  public boolean judges() {
    return !authorities.isEmpty();
  }

  /** Whether a server that has no such certificate is at fault. */
  public boolean certain() {
    return certain;
  }

  /** The names that the server's certificate should have, of which one is enough. */
  public String host() {
    return String.join(" or ", hosts);
  }

  /** Whether it answers a server that wants a certificate of its clients. */
  public boolean showsCertificate() {
    return shown.isPresent();
  }

  private static SSLContext context(Optional<ServerCertificate> own, TrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own.isPresent() ? keys(own.get()) : null, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS with a key that was read before", e);
    }
  }

  private static KeyManager[] keys(ServerCertificate certificate) throws GeneralSecurityException {
    KeyStore store = TrustedAuthorities.emptyStore();
    store.setKeyEntry(
        "own", certificate.key(), NO_PASSWORD, certificate.chain().toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  /** Trusts the authorities, and only for these names. */
  private static final class Judge extends Trust {

    private final X509TrustManager authorities;
    private final List<String> hosts;

    Judge(X509TrustManager authorities, List<String> hosts) {
      this.authorities = authorities;
      this.hosts = hosts;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      authorities.checkServerTrusted(chain, authType);
      if (hosts.stream().noneMatch(host -> HostNames.covers(chain[0], host))) {
        throw new CertificateException("the certificate is valid for none of " + hosts);
      }
    }
  }

  /** Trusts everybody. */
  private static final class Anyone extends Trust {

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      // See unjudged.
    }
  }

  /** Extended, because the JDK adds checks of its own, of the address, to one that is not. */
  private abstract static class Trust extends X509ExtendedTrustManager {

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("only logs in");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
