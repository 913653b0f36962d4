package dev.natstoken.operator.nats.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The names for which a certificate is good: those in its subject alternative names. A wildcard
 * stands for one label, the first, as Go and with it nats-server and its clients have it.
 */
public final class HostNames {

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private HostNames() {}

  static boolean covers(X509Certificate certificate, String host) {
    String wanted = host.toLowerCase(Locale.ROOT);
    return alternatives(certificate).stream().anyMatch(name -> matches(name, wanted));
  }

  private static boolean matches(List<?> alternative, String host) {
    int type = (Integer) alternative.get(0);
    if (type == IP_ADDRESS) {
      return alternative.get(1).equals(host);
    } else if (type != DNS_NAME) {
      return false;
    }
    String name = ((String) alternative.get(1)).toLowerCase(Locale.ROOT);
    int dot = host.indexOf('.');
    return name.equals(host)
        || (name.startsWith("*.") && dot > 0 && name.substring(1).equals(host.substring(dot)));
  }

  private static Collection<List<?>> alternatives(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }
}
