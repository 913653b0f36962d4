package dev.natstoken.operator;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** Makes certificates for tests. */
public final class TestAuthority {

  private static final AtomicLong SERIAL = new AtomicLong(1);

  private final X500Name name;
  private final KeyPair keys = keys("EC");
  private final X509CertificateHolder certificate;

  public TestAuthority(String commonName) {
    name = new X500Name("CN=" + commonName);
    Request request = Request.of().until(Instant.now().plus(Duration.ofDays(1)));
    certificate = sign(name, keys, request, true);
  }

  /**
   * What is asked for.
   *
   * @param algorithm EC, RSA or Ed25519
   * @param pkcs8 whether the key is written so, or in the older form of its algorithm
   */
  public record Request(
      List<String> names,
      Instant from,
      Instant until,
      List<KeyPurposeId> purposes,
      String algorithm,
      boolean pkcs8) {

    /** A certificate for a day, for servers and clients, with a key in PKCS#8. */
    public static Request of(String... names) {
      Instant now = Instant.now();
      return new Request(
          List.of(names),
          now.minus(Duration.ofHours(1)),
          now.plus(Duration.ofHours(20)),
          List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth),
          "EC",
          true);
    }

    public Request from(Instant other) {
      return new Request(names, other, until, purposes, algorithm, pkcs8);
    }

    public Request until(Instant other) {
      return new Request(names, from, other, purposes, algorithm, pkcs8);
    }

    public Request only(KeyPurposeId... others) {
      return new Request(names, from, until, List.of(others), algorithm, pkcs8);
    }

    public Request key(String otherAlgorithm, boolean inPkcs8) {
      return new Request(names, from, until, purposes, otherAlgorithm, inPkcs8);
    }
  }

  /** Its own certificate in PEM form. */
  public String pem() {
    return text(certificate);
  }

  /** For a client that trusts it and no other. */
  public TrustManagerFactory trust() {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "authority", new JcaX509CertificateConverter().getCertificate(certificate));
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public TestCertificate issue(String... names) {
    return issue(Request.of(names));
  }

  public TestCertificate issue(Request request) {
    KeyPair pair = keys(request.algorithm());
    X509CertificateHolder issued = sign(new X500Name("CN=nats"), pair, request, false);
    return new TestCertificate(text(issued), keyText(pair, request.pkcs8()), pem());
  }

  /** A key that the JDK could read with the help of its certificate, and that Go cannot. */
  public static String keyWithoutCurve() {
    ECPrivateKey key = (ECPrivateKey) keys("EC").getPrivate();
    try {
      var bare = new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS());
      return text(new PemObject("EC PRIVATE KEY", bare.getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private X509CertificateHolder sign(
      X500Name subject, KeyPair pair, Request request, boolean authority) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(SERIAL.getAndIncrement()),
              Date.from(request.from()),
              Date.from(request.until()),
              subject,
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!request.names().isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName, false, new GeneralNames(alternatives(request)));
      }
      if (!authority && !request.purposes().isEmpty()) {
        builder.addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(request.purposes().toArray(KeyPurposeId[]::new)));
      }
      return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static GeneralName[] alternatives(Request request) {
    return request.names().stream()
        .map(n ->
            new GeneralName(n.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName, n))
        .toArray(GeneralName[]::new);
  }

  private static KeyPair keys(String algorithm) {
    try {
      if (algorithm.equals("RSA")) {
        return RsaKeys.always();
      }
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(256);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String keyText(KeyPair pair, boolean pkcs8) {
    try {
      if (pkcs8) {
        return text(new JcaPKCS8Generator(pair.getPrivate(), null));
      } else if (pair.getPrivate() instanceof ECPrivateKey key) {
        return text(new PemObject("EC PRIVATE KEY", withCurve(key).getEncoded()));
      }
      return text(pair.getPrivate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As OpenSSL and Go write it: the JDK leaves the curve to the wrapping. */
  private static org.bouncycastle.asn1.sec.ECPrivateKey withCurve(ECPrivateKey key) {
    return new org.bouncycastle.asn1.sec.ECPrivateKey(
        256, key.getS(), SECObjectIdentifiers.secp256r1);
  }

  private static String text(Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
