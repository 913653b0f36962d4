package dev.natstoken.operator;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;

/**
 * One pair of RSA keys from two primes that stand here. It is read and guards nothing; to look for
 * primes takes the JDK without its second compiler up to a quarter of a minute.
 */
final class RsaKeys {

  private static final BigInteger P =
      new BigInteger(
          "f3b0025bac503c3e72081dffb4a74b6a1756702a7b8866bdf8fbffe03b3be1a8"
              + "e99779e793cc7a6a3af000fb05810cb6376a4c5022c4b55b1efbe4aad473a7a1",
          16);
  private static final BigInteger Q =
      new BigInteger(
          "d62a82bbd684f471926c6979ccc0e1960aa1eb3fd2d7e66ca72181b5ad15f875"
              + "53f60b67146c4998783cb54302c28d7f815d37757ca658ab92dba14a53aaabe1",
          16);
  private static final BigInteger PUBLIC = BigInteger.valueOf(65537);

  private RsaKeys() {}

  static KeyPair always() throws GeneralSecurityException {
    BigInteger p1 = P.subtract(BigInteger.ONE);
    BigInteger q1 = Q.subtract(BigInteger.ONE);
    BigInteger modulus = P.multiply(Q);
    BigInteger secret = PUBLIC.modInverse(p1.multiply(q1));
    KeyFactory factory = KeyFactory.getInstance("RSA");
    return new KeyPair(
        factory.generatePublic(new RSAPublicKeySpec(modulus, PUBLIC)),
        factory.generatePrivate(
            new RSAPrivateCrtKeySpec(
                modulus, PUBLIC, secret, P, Q, secret.mod(p1), secret.mod(q1), Q.modInverse(P))));
  }
}
