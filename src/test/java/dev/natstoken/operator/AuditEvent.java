package dev.natstoken.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One line of a Kubernetes audit log. */
public final class AuditEvent {

  private static final ObjectMapper JSON = new ObjectMapper();

  private AuditEvent() {}

  public static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Verb and resource, such as "patch natstokenauths/status". */
  public static String describe(JsonNode event) {
    String subresource = event.at("/objectRef/subresource").asText();
    return event.path("verb").asText()
        + " "
        + event.at("/objectRef/resource").asText()
        + (subresource.isEmpty() ? "" : "/" + subresource);
  }
}
