package dev.natstoken.operator.nats.foreign;

/** Where in the text of a nats.conf its lexer is, and what it has taken but not told yet. */
public final class ConfCursor {

  /** What is read behind the end of a text. A NUL in it is the same to nats-server. */
  static final int END = 0;

  private final String text;
  private final ConfSink sink;
  private int start;
  private int at;
  private int width;

  /** The parts of a string before and between its escaped characters; null if it has none. */
  private StringBuilder parts;

  ConfCursor(String text, ConfSink sink) {
    this.text = text;
    this.sink = sink;
  }

  int next() {
    if (at >= text.length()) {
      width = 0;
      return END;
    }
    int c = text.codePointAt(at);
    width = Character.charCount(c);
    at += width;
    return c;
  }

  /** By the width of the last character read, however often. */
  void backup() {
    at -= width;
  }

  int peek() {
    int c = next();
    backup();
    return c;
  }

  void ignore() {
    start = at;
  }

  /** What was taken since the last item, or the last that was ignored. */
  String pending() {
    return text.substring(start, at);
  }

  int pendingLength() {
    return text.codePointCount(start, at);
  }

  void emit(ConfSink.Kind kind) {
    String all = parts == null ? pending() : parts + pending();
    parts = null;
    ignore();
    sink.item(kind, all);
  }

  /** The end, if nothing is cut off by it. */
  void finish() {
    if (at > start) {
      throw new IllegalArgumentException("not the configuration of a nats-server");
    }
    emit(ConfSink.Kind.END);
  }

  boolean hasParts() {
    return parts != null;
  }

  /** What is pending without its last character, which begins an escaped one. */
  void keepPart() {
    at--;
    addPart(pending());
    at++;
    ignore();
  }

  void addPart(String part) {
    parts = (parts == null ? new StringBuilder() : parts).append(part);
    ignore();
  }

  /** The last two characters read. */
  String lastTwo() {
    return text.substring(at - 2, at);
  }

  static boolean isBlank(int c) {
    return c == ' ' || c == '\t';
  }

  static boolean isNewLine(int c) {
    return c == '\n' || c == '\r';
  }

  /** As Go's {@code unicode.IsSpace}. */
  static boolean isSpace(int c) {
    return (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 || Character.isSpaceChar(c);
  }
}
