package dev.natstoken.operator.apiserver;

import dev.natstoken.operator.TestAuthority;
import dev.natstoken.operator.TestCertificate;
import java.util.Map;

/** Secrets with certificates for the servers that the user of a {@link TestNamespace} brings. */
record BroughtCertificates(TestNamespace namespace) {

  static final String SECRET = "certificate";
  static final String SECOND = SECRET + "-2";
  static final Map<String, ?> TLS = Map.of("tls", Map.of("secretName", SECRET));
  static final Map<String, ?> VERIFY =
      Map.of("tls", Map.of("secretName", SECRET, "verifyClients", true));

  /** Both Secrets, an operator and the resource, which serves. */
  static TestNamespace serving(Map<String, ?> spec) {
    TestNamespace namespace = new TestNamespace();
    namespace.certificates().put(SECRET);
    namespace.certificates().put(SECOND);
    namespace.startOperator();
    namespace.apply(spec);
    namespace.awaitReady();
    return namespace;
  }

  /** A Secret with a certificate that fits the servers, from an authority of its own. */
  TestCertificate put(String secretName) {
    TestCertificate certificate = new TestAuthority("authority").issue(hosts());
    put(secretName, certificate);
    return certificate;
  }

  void put(String secretName, TestCertificate certificate) {
    namespace.putSecret(secretName, certificate.data());
  }

  /** The names that a certificate needs here. */
  String[] hosts() {
    return new String[] {
      "*.orders-nats-headless." + namespace.name() + ".svc",
      "orders-nats." + namespace.name() + ".svc",
      "nats.example.com",
      "a.example.com"
    };
  }
}
