package dev.natstoken.operator.nats.tls;

import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** A block of a PEM text. */
public final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private final String label;
  private final byte[] content;

  private Pem(String label, byte[] content) {
    this.label = label;
    this.content = content;
  }

  /** All blocks in their order; throws {@link IllegalArgumentException} if one is no base64. */
  static List<Pem> blocks(String text) {
    return BLOCK
        .matcher(text)
        .results()
        .map(m -> new Pem(m.group(1), Base64.getMimeDecoder().decode(m.group(2))))
        .toList();
  }

  /** The text of one block. */
  static String text(String label, byte[] content) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  String label() {
    return label;
  }

  byte[] content() {
    return content;
  }
}
