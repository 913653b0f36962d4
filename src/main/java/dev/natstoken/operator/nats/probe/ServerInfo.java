package dev.natstoken.operator.nats.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.natstoken.operator.nats.config.ConfigText;
import java.io.IOException;

/**
 * What a server says of itself to everybody who connects, before any login (INFO).
 *
 * @param tlsRequired whether it goes on only over TLS
 * @param tlsVerify whether it then wants a certificate of the client
 */
public record ServerInfo(boolean tlsRequired, boolean tlsVerify) {

  private static final String VERB = "INFO";

  static ServerInfo read(ServerLines lines) throws IOException {
    String line = lines.next();
    if (line == null || !line.startsWith(VERB)) {
      throw new IOException("not a NATS server");
    }
    JsonNode info = ConfigText.JSON.readTree(line.substring(VERB.length()));
    return new ServerInfo(
        info.path("tls_required").asBoolean(false), info.path("tls_verify").asBoolean(false));
  }
}
