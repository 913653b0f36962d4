package dev.natstoken.operator.nats.config;

import java.nio.charset.StandardCharsets;

/** Text as it stands in the user information of a URL (RFC 3986). */
public final class PercentEncoding {

  private static final String UNRESERVED_MARKS = "-._~";

  private PercentEncoding() {}

  /** Every byte of its UTF-8 encoded, but for the unreserved characters. */
  public static String of(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      if (isUnreserved(each)) {
        encoded.append((char) each);
      } else {
        encoded.append(String.format("%%%02X", each));
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(byte each) {
    return (each >= '0' && each <= '9')
        || (each >= 'A' && each <= 'Z')
        || (each >= 'a' && each <= 'z')
        || UNRESERVED_MARKS.indexOf(each) >= 0;
  }
}
