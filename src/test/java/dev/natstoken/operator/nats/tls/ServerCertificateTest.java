package dev.natstoken.operator.nats.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.natstoken.operator.TestAuthority;
import dev.natstoken.operator.TestAuthority.Request;
import dev.natstoken.operator.TestCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ServerCertificateTest {

  private static final String HOST = "orders-nats-0.orders-nats-headless.shop.svc";
  private static final TestAuthority AUTHORITY = new TestAuthority("authority");
  private static final TestAuthority STRANGER = new TestAuthority("stranger");
  private static final TestCertificate GOOD = AUTHORITY.issue(HOST);

  record Mistake(String words, TestCertificate certificate, boolean forClients) {

    @Override
    public String toString() {
      return words;
    }
  }

  static Stream<Mistake> mistakes() {
    TestCertificate other = AUTHORITY.issue(HOST);
    return Stream.of(
        mistake("tls.crt holds no certificate", GOOD.tlsKey(), GOOD.tlsKey(), GOOD.caCrt()),
        mistake("tls.crt holds no certificate", "", GOOD.tlsKey(), GOOD.caCrt()),
        mistake("tls.crt holds no certificate", broken(GOOD.tlsCrt()), GOOD.tlsKey(), GOOD.caCrt()),
        mistake("ca.crt holds no certificate", GOOD.tlsCrt(), GOOD.tlsKey(), "garbage"),
        mistake("tls.key holds no private key", GOOD.tlsCrt(), GOOD.tlsCrt(), GOOD.caCrt()),
        mistake("tls.key does not belong to", GOOD.tlsCrt(), broken(GOOD.tlsKey()), GOOD.caCrt()),
        mistake("tls.key does not belong to", GOOD.tlsCrt(), other.tlsKey(), GOOD.caCrt()),
        mistake(
            "tls.key does not belong to",
            GOOD.tlsCrt(),
            AUTHORITY.issue(Request.of(HOST).key("RSA", false)).tlsKey(),
            GOOD.caCrt()),
        mistake(
            "encrypted with a passphrase",
            GOOD.tlsCrt(),
            GOOD.tlsKey().replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
            GOOD.caCrt()),
        mistake(
            "does not name its curve",
            GOOD.tlsCrt(),
            TestAuthority.keyWithoutCurve(),
            GOOD.caCrt()),
        mistake("does not lead to ca.crt", GOOD.tlsCrt(), GOOD.tlsKey(), STRANGER.pem()),
        mistake(
            "expired at",
            Request.of(HOST).until(Instant.now().minus(Duration.ofMinutes(1))),
            false),
        mistake(
            "not valid before",
            Request.of(HOST).from(Instant.now().plus(Duration.ofHours(1))),
            false),
        mistake("not valid for " + HOST, Request.of("*.shop.svc", "orders"), false),
        mistake("not valid for " + HOST, Request.of(), false),
        mistake("not for servers", Request.of(HOST).only(KeyPurposeId.id_kp_clientAuth), false),
        mistake("not for clients", Request.of(HOST).only(KeyPurposeId.id_kp_serverAuth), true));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsToldWithWhatToDoAndWithoutTheKey(Mistake mistake) {
    TestCertificate bad = mistake.certificate();
    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> checked(bad, mistake.forClients()))
        .satisfies(e -> {
          assertThat(e).hasMessageContaining(mistake.words()).hasNoCause();
          assertThat(e.getMessage()).containsAnyOf(";", ",").doesNotContain("-----");
        });
  }

  @ParameterizedTest
  @CsvSource({"EC,true", "EC,false", "RSA,true", "RSA,false", "Ed25519,true"})
  void keysOfEveryFormAreRead(String algorithm, boolean pkcs8) {
    TestCertificate certificate = AUTHORITY.issue(Request.of(HOST).key(algorithm, pkcs8));
    assertThatCode(() -> checked(certificate, true)).doesNotThrowAnyException();
  }

  @Test
  void oneWithoutPurposesIsGoodForAll() {
    assertThatCode(() -> checked(AUTHORITY.issue(Request.of(HOST).only()), true))
        .doesNotThrowAnyException();
  }

  @Test
  void aWildcardStandsForOneLabel() {
    assertThatCode(() -> checked(AUTHORITY.issue("*.orders-nats-headless.shop.svc"), true))
        .doesNotThrowAnyException();
    assertRefused(AUTHORITY.issue("*.svc"), HOST);
    assertRefused(AUTHORITY.issue("*"), HOST);
    assertRefused(AUTHORITY.issue("10.0.0.1"), "10.0.0.2");
    assertThatCode(() ->
            read(AUTHORITY.issue("10.0.0.1")).check(Instant.now(), List.of("10.0.0.1"), false))
        .doesNotThrowAnyException();
  }

  @Test
  void withoutAnAuthorityItIsNotFitToVouchForClients() {
    ServerCertificate alone =
        ServerCertificate.read(GOOD.tlsCrt(), GOOD.tlsKey(), Optional.empty());
    assertThatCode(() -> alone.check(Instant.now(), List.of(HOST), false))
        .doesNotThrowAnyException();
    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> alone.check(Instant.now(), List.of(HOST), true))
        .withMessageContaining("ca.crt is missing");
  }

  @Test
  void onlyCertificatesOfTheAuthorityAreHandedOn() {
    String both = GOOD.caCrt() + STRANGER.pem();
    ServerCertificate certificate =
        ServerCertificate.read(
            GOOD.tlsCrt(), GOOD.tlsKey(), Optional.of("comment\n" + GOOD.tlsKey() + both));
    assertThat(certificate.authorities().text()).contains(both);
  }

  @Test
  void theDigestFollowsWhatAServerReads() {
    ServerCertificate one = read(GOOD);
    assertThat(read(GOOD).digest(true)).isEqualTo(one.digest(true));
    assertThat(read(AUTHORITY.issue(HOST)).digest(false)).isNotEqualTo(one.digest(false));
    TestCertificate otherAuthority =
        new TestCertificate(GOOD.tlsCrt(), GOOD.tlsKey(), GOOD.caCrt() + STRANGER.pem());
    assertThat(read(otherAuthority).digest(true)).isNotEqualTo(one.digest(true));
    assertThat(read(otherAuthority).digest(false)).isEqualTo(one.digest(false));
  }

  private static void assertRefused(TestCertificate certificate, String host) {
    Consumer<Throwable> names = e -> assertThat(e).hasMessageContaining(host);
    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> read(certificate).check(Instant.now(), List.of(host), false))
        .satisfies(names::accept);
  }

  private static void checked(TestCertificate certificate, boolean forClients) {
    read(certificate).check(Instant.now(), List.of(HOST), forClients);
  }

  private static ServerCertificate read(TestCertificate certificate) {
    return ServerCertificate.read(
        certificate.tlsCrt(), certificate.tlsKey(), Optional.of(certificate.caCrt()));
  }

  private static Mistake mistake(String words, String crt, String key, String authority) {
    return new Mistake(words, new TestCertificate(crt, key, authority), false);
  }

  private static Mistake mistake(String words, Request request, boolean forClients) {
    return new Mistake(words, AUTHORITY.issue(request), forClients);
  }

  /** With other content between the same marks. */
  private static String broken(String pem) {
    return pem.replaceFirst("\n[A-Za-z0-9+/]{20}", "\nAAAAAAAAAAAAAAAAAAAA");
  }
}
