package dev.natstoken.operator.nats.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
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

  private final SSLContext context;
  private final boolean judges;
  private final boolean showsCertificate;

  private TlsLogin(Optional<ServerCertificate> own, TrustManager trust, boolean judges) {
    this.showsCertificate = own.filter(ServerCertificate::isForClients).isPresent();
    this.context = context(own.filter(o -> showsCertificate), trust);
    this.judges = judges;
  }

  /** To a server that has to show this certificate, or one of the same authority. */
  public static TlsLogin to(ServerCertificate certificate, String host) {
    return new TlsLogin(
        Optional.of(certificate),
        new Judge(TrustedAuthorities.of(certificate.trusted()), host),
        true);
  }

  /**
   * To a server of whose certificate nothing is known (any more): only the login counts.
   *
   * @param own the certificate to show, if there is one
   */
  public static TlsLogin unjudged(Optional<ServerCertificate> own) {
    return new TlsLogin(own, new Anyone(), false);
  }

  public SSLContext context() {
    return context;
  }

  /** Whether a failed handshake tells something of the server. */
  public boolean judges() {
    return judges;
  }

  /** Whether it answers a server that wants a certificate of its clients. */
  public boolean showsCertificate() {
    return showsCertificate;
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

  /** Trusts the authorities, and only for one name. */
  private static final class Judge extends Trust {

    private final X509TrustManager authorities;
    private final String host;

    Judge(X509TrustManager authorities, String host) {
      this.authorities = authorities;
      this.host = host;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      authorities.checkServerTrusted(chain, authType);
      if (!HostNames.covers(chain[0], host)) {
        throw new CertificateException("the certificate is not valid for " + host);
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
