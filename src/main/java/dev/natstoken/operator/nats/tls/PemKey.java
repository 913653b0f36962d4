package dev.natstoken.operator.nats.tls;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Reads the private key of a certificate. The JDK knows PKCS#8 alone, while cert-manager and
 * OpenSSL also write PKCS#1 and SEC 1; these are what PKCS#8 wraps, so they are wrapped here.
 */
public final class PemKey {

  private static final String PKCS8 = "PRIVATE KEY";
  private static final String SEC1 = "EC PRIVATE KEY";
  private static final Set<String> BARE = Set.of("RSA PRIVATE KEY", SEC1);

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  private PemKey() {}

  /** Throws {@link InvalidCertificateException} unless it is the key of this certificate's. */
  static PrivateKey read(String text, PublicKey of) {
    List<Pem> blocks = blocks(text);
    if (blocks.stream().anyMatch(b -> b.label().equals("ENCRYPTED PRIVATE KEY"))) {
      throw new InvalidCertificateException(
          "tls.key is encrypted with a passphrase, which nats-server cannot ask for; store it"
              + " without one");
    }
    Pem block =
        blocks.stream()
            .filter(b -> b.label().equals(PKCS8) || BARE.contains(b.label()))
            .findFirst()
            .orElseThrow(() ->
                new InvalidCertificateException(
                    "tls.key holds no private key in PEM form; store the whole file, from"
                        + " BEGIN to END"));
    byte[] pkcs8 = block.label().equals(PKCS8) ? block.content() : wrapped(block, of);
    try {
      PrivateKey key =
          KeyFactory.getInstance(of.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      if (belong(key, of)) {
        return key;
      }
    } catch (GeneralSecurityException e) {
      // A key of another algorithm is not readable as one of this.
    }
    throw new InvalidCertificateException(
        "tls.key does not belong to the certificate in tls.crt; store both from the same issue");
  }

  private static List<Pem> blocks(String text) {
    try {
      return Pem.blocks(text);
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  private static boolean belong(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    String algorithm =
        switch (certified.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> certified.getAlgorithm();
        };
    byte[] text = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(text);
    return signature.verify(signed);
  }

  /** With the algorithm and its parameters as the certificate names them. */
  private static byte[] wrapped(Pem block, PublicKey of) {
    byte[] key = block.content();
    byte[] algorithm = algorithm(of.getEncoded());
    boolean bothEc = block.label().equals(SEC1) && of.getAlgorithm().equals("EC");
    if (bothEc && !holds(key, curve(algorithm))) {
      throw new InvalidCertificateException(
          "tls.key does not name its curve, without which nats-server cannot read it; write it anew"
              + " with openssl pkcs8 -topk8 -nocrypt");
    }
    return der(SEQUENCE, VERSION_0, algorithm, der(OCTET_STRING, key));
  }

  /** What follows the name of the algorithm. */
  private static byte[] curve(byte[] algorithm) {
    int name = contentStart(algorithm, 0);
    int parameters = contentStart(algorithm, name) + length(algorithm, name);
    return Arrays.copyOfRange(algorithm, parameters, algorithm.length);
  }

  private static boolean holds(byte[] all, byte[] part) {
    return new String(all, StandardCharsets.ISO_8859_1)
        .contains(new String(part, StandardCharsets.ISO_8859_1));
  }

  /** The first element of a SubjectPublicKeyInfo, which is a sequence of two. */
  private static byte[] algorithm(byte[] publicKeyInfo) {
    int start = contentStart(publicKeyInfo, 0);
    int content = contentStart(publicKeyInfo, start);
    int end = content + length(publicKeyInfo, start);
    return Arrays.copyOfRange(publicKeyInfo, start, end);
  }

  private static int contentStart(byte[] der, int at) {
    int first = der[at + 1] & 0xFF;
    return at + 2 + (first < 0x80 ? 0 : first - 0x80);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xFF;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = at + 2; i < contentStart(der, at); i++) {
      length = (length << 8) | (der[i] & 0xFF);
    }
    return length;
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    int size = content.size();
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    if (size >= 0x80) {
      int bytes = size > 0xFFFF ? 3 : size > 0xFF ? 2 : 1;
      element.write(0x80 | bytes);
      for (int shift = 8 * (bytes - 1); shift > 0; shift -= 8) {
        element.write(size >> shift);
      }
    }
    element.write(size);
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }
}
