package dev.natstoken.operator.nats.tls;

/** A certificate that is not fit for use. The message says why and what to do, and shows no key. */
public final class InvalidCertificateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidCertificateException(String message) {
    // Without a cause: what a parser says may quote what it read.
    super(message, null, false, false);
  }
}
