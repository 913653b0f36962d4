package dev.natstoken.operator.nats.probe;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Map;

/**
 * What a server says of itself to everybody who connects, before any login (INFO).
 *
 * @param serverId its name for itself, another one after each start
 * @param clientId its number for this connection
 * @param tlsRequired whether it goes on only over TLS
 * @param tlsAvailable whether it leaves that to the client
 * @param tlsVerify whether it then wants a certificate of the client
 * @param leaving whether it is in lame duck mode, on its way to its end
 */
public record ServerInfo(
    String serverId,
    long clientId,
    boolean tlsRequired,
    boolean tlsAvailable,
    boolean tlsVerify,
    boolean leaving) {

  private static final String VERB = "INFO";

  /** Throws {@link IOException} if no NATS server says this. */
  static ServerInfo of(String line) throws IOException {
    if (line == null || !line.startsWith(VERB)) {
      throw new IOException("not a NATS server");
    }
    var fields =
        new Object() {
          String serverId = "";
          long clientId;
          boolean required;
          boolean available;
          boolean verify;
          boolean leaving;
        };
    try (JsonParser parser = PageReader.JSON.createParser(line.substring(VERB.length()))) {
      parser.nextToken();
      PageReader.object(
          parser,
          Map.of(
              "server_id", at -> fields.serverId = at.getValueAsString(""),
              "client_id", at -> fields.clientId = at.getValueAsLong(),
              "tls_required", at -> fields.required = at.getValueAsBoolean(),
              "tls_available", at -> fields.available = at.getValueAsBoolean(),
              "tls_verify", at -> fields.verify = at.getValueAsBoolean(),
              "ldm", at -> fields.leaving = at.getValueAsBoolean()));
    }
    return new ServerInfo(
        fields.serverId,
        fields.clientId,
        fields.required,
        fields.available,
        fields.verify,
        fields.leaving);
  }
}
