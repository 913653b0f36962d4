package dev.natstoken.operator.faults;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request or an answer of HTTP/1.1.
 *
 * @param first the line before the headers
 * @param headers as they stand, without those that say how the body is sent
 * @param body a character for each byte
 */
record HttpMessage(String first, List<String> headers, String body) {

  /** An answer of the API server that stands for a failure. */
  static HttpMessage failure(int code, String reason, String... headers) {
    String status =
        """
        {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
        "message":"injected","reason":"%s","code":%d}\
        """
            .formatted(reason, code);
    List<String> all = new ArrayList<>(List.of("Content-Type: application/json"));
    all.addAll(List.of(headers));
    return new HttpMessage("HTTP/1.1 " + code + " " + reason, all, status);
  }

  /** Empty at the end of the stream. */
  static Optional<HttpMessage> read(InputStream in) throws IOException {
    return head(in)
        .map(head -> {
          try {
            return head.withBody(in);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  /** The same without the body, which is still to be read. */
  static Optional<HttpMessage> head(InputStream in) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    List<String> headers = new ArrayList<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      headers.add(header);
    }
    return Optional.of(new HttpMessage(first, headers, ""));
  }

  HttpMessage withBody(InputStream in) throws IOException {
    byte[] read =
        "chunked".equals(header("transfer-encoding")) ? chunks(in) : in.readNBytes(length());
    List<String> others =
        headers.stream()
            .filter(h -> !isNamed(h, "transfer-encoding") && !isNamed(h, "content-length"))
            .toList();
    return new HttpMessage(first, others, new String(read, StandardCharsets.ISO_8859_1));
  }

  private int length() {
    String length = header("content-length");
    return length.isEmpty() ? 0 : Integer.parseInt(length);
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(text("Content-Length: " + body.length()));
    out.write(body.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** What comes before a body that goes on without end. */
  void writeHeadTo(OutputStream out) throws IOException {
    out.write(text());
    out.flush();
  }

  private byte[] text(String... more) {
    List<String> lines = new ArrayList<>(List.of(first));
    lines.addAll(headers);
    lines.addAll(List.of(more));
    return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  /** In lower case; empty if there is none. */
  String header(String name) {
    return headers.stream()
        .filter(h -> isNamed(h, name))
        .map(h -> h.substring(h.indexOf(':') + 1).strip().toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse("");
  }

  private static boolean isNamed(String header, String name) {
    return header.toLowerCase(Locale.ROOT).startsWith(name + ":");
  }

  /** Of a request: method and target; of an answer: version and status. */
  String word(int index) {
    return first.split(" ", 3)[index];
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (true) {
      int length = Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
      all.write(in.readNBytes(length));
      line(in);
      if (length == 0) {
        return all.toByteArray();
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        if (line.isEmpty()) {
          return "";
        }
        throw new EOFException("in a line");
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }
}
