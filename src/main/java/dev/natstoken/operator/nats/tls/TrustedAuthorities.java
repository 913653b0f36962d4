package dev.natstoken.operator.nats.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Trust in these authorities and in no others. */
public final class TrustedAuthorities {

  /** Held in memory only, where its weak protection does not matter and costs nothing. */
  private static final String STORE = "JKS";

  private TrustedAuthorities() {}

  static X509TrustManager of(List<X509Certificate> authorities) {
    try {
      KeyStore store = emptyStore();
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry(Integer.toString(i), authorities.get(i));
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return Stream.of(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has PKIX", e);
    }
  }

  static KeyStore emptyStore() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance(STORE);
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new IllegalStateException("nothing is read", e);
    }
  }
}
