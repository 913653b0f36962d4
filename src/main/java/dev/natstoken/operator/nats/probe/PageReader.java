package dev.natstoken.operator.nats.probe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Map;

/**
 * Reads JSON of a stranger's as a stream. Only what somebody asks for is kept, so that a page costs
 * no more memory than its answer, however it is made up.
 */
final class PageReader {

  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxStringLength(8192)
                  .maxNameLength(256)
                  .maxNumberLength(64)
                  .maxDocumentLength(1 << 20)
                  .build())
          .build();

  /** Takes the value at which the parser stands. */
  interface Field {
    void read(JsonParser at) throws IOException;
  }

  private PageReader() {}

  /** Reads the object at which the parser stands; fields that nobody asks for are skipped. */
  static void object(JsonParser at, Map<String, Field> fields) throws IOException {
    if (at.currentToken() != JsonToken.START_OBJECT) {
      throw new IOException("no object");
    }
    while (at.nextToken() == JsonToken.FIELD_NAME) {
      Field field = fields.get(at.currentName());
      at.nextToken();
      if (field != null) {
        field.read(at);
      }
      // Goes on to the end of what the field did not read; of a scalar there is nothing.
      at.skipChildren();
    }
    if (at.currentToken() != JsonToken.END_OBJECT) {
      throw new IOException("no whole object");
    }
  }

  /** Reads each object of the array at which the parser stands, if it is one. */
  static void objects(JsonParser at, Field each) throws IOException {
    if (at.currentToken() != JsonToken.START_ARRAY) {
      return;
    }
    while (at.nextToken() == JsonToken.START_OBJECT) {
      each.read(at);
    }
    if (at.currentToken() != JsonToken.END_ARRAY) {
      throw new IOException("no array of objects");
    }
  }
}
