package dev.natstoken.operator.nats.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.TestAuthority;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

class HostNamesTest {

  private static final TestAuthority AUTHORITY = new TestAuthority("authority");

  @Test
  void aNameCoversItselfInWhicheverCase() {
    X509Certificate certificate = certificate("Orders.shop.svc");
    assertThat(HostNames.covers(certificate, "orders.SHOP.svc")).isTrue();
    assertThat(HostNames.covers(certificate, "orders.shop.svc.local")).isFalse();
    assertThat(HostNames.covers(certificate, "a.orders.shop.svc")).isFalse();
  }

  @Test
  void anyOfSeveralNamesWillDo() {
    X509Certificate certificate = certificate("a.example.com", "b.example.com");
    assertThat(HostNames.covers(certificate, "b.example.com")).isTrue();
    assertThat(HostNames.covers(certificate, "c.example.com")).isFalse();
  }

  @Test
  void aWildcardStandsForOneLabel() {
    X509Certificate certificate = certificate("*.Orders.shop.svc");
    assertThat(HostNames.covers(certificate, "server-0.orders.shop.svc")).isTrue();
    assertThat(HostNames.covers(certificate, "orders.shop.svc")).isFalse();
    assertThat(HostNames.covers(certificate, ".orders.shop.svc")).isFalse();
    assertThat(HostNames.covers(certificate, "a.b.orders.shop.svc")).isFalse();
  }

  @Test
  void itStandsForNothingElsewhereThanInFront() {
    assertThat(HostNames.covers(certificate("server-*.shop.svc"), "server-0.shop.svc")).isFalse();
    assertThat(HostNames.covers(certificate("a.*.svc"), "a.shop.svc")).isFalse();
    assertThat(HostNames.covers(certificate("*"), "shop")).isFalse();
  }

  @Test
  void anAddressCoversItselfAndIsNoName() {
    X509Certificate certificate = certificate("10.0.0.1");
    assertThat(HostNames.covers(certificate, "10.0.0.1")).isTrue();
    assertThat(HostNames.covers(certificate, "10.0.0.2")).isFalse();
  }

  /** Go and with it nats-server have not looked at the common name for years. */
  @Test
  void theSubjectAloneCoversNothing() {
    assertThat(HostNames.covers(certificate(), "nats")).isFalse();
  }

  private static X509Certificate certificate(String... names) {
    byte[] pem = AUTHORITY.issue(names).tlsCrt().getBytes(StandardCharsets.US_ASCII);
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(pem));
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
