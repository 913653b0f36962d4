package dev.natstoken.operator.nats;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Takes the text of a nats.conf apart: keys, includes, maps and arrays; values are left to {@link
 * ConfScalars}. It goes the steps of {@code conf/lex.go} of nats-server 2.12.15 and 2.15.2, with
 * their names and with what looks odd in them, such as that <code>a{b: 1}</code> has the key <code>
 * a{b</code>: what is read here is what the server reads. The depth of a text costs no stack.
 */
final class ConfLexer {

  /** What is done next; null at the end. */
  @FunctionalInterface
  interface Step {
    Step run();
  }

  private final ConfCursor text;
  private final ConfScalars scalars;
  private final Deque<Step> after = new ArrayDeque<>();

  private ConfLexer(ConfCursor text) {
    this.text = text;
    this.scalars = new ConfScalars(text, this::pop);
  }

  /** Throws {@link IllegalArgumentException} where nats-server finds a parse error. */
  static void read(String text, ConfSink sink) {
    ConfLexer lexer = new ConfLexer(new ConfCursor(text, sink));
    Step step = lexer::top;
    while (step != null) {
      step = step.run();
    }
  }

  private Step pop() {
    return after.isEmpty() ? fail() : after.pop();
  }

  private Step top() {
    int c = text.next();
    if (ConfCursor.isSpace(c)) {
      return skip(this::top);
    } else if (c == '{') {
      after.push(this::top);
      return skip(this::block);
    } else if (isComment(c)) {
      return comment(this::top);
    } else if (c == '/' || c == ConfCursor.END) {
      return end();
    }
    text.backup();
    after.push(this::topValueEnd);
    return this::keyStart;
  }

  private Step topValueEnd() {
    int c = text.next();
    if (isComment(c)) {
      return comment(this::top);
    } else if (c == '/' || ConfCursor.isBlank(c)) {
      return this::topValueEnd;
    } else if (ConfCursor.isNewLine(c) || c == ConfCursor.END || ";,}".indexOf(c) >= 0) {
      return skip(this::top);
    }
    return fail();
  }

  /** Braces around a whole file, as JSON has them: the keys in them are still at the top. */
  private Step block() {
    int c = text.next();
    if (ConfCursor.isSpace(c)) {
      return skip(this::block);
    } else if (c == '{') {
      after.push(this::blockEnd);
      return skip(this::block);
    } else if (c == '}') {
      text.ignore();
      return pop();
    } else if (isComment(c)) {
      return comment(this::block);
    } else if (c == '/' || c == ConfCursor.END) {
      return end();
    }
    text.backup();
    after.push(this::blockValueEnd);
    return this::keyStart;
  }

  private Step blockValueEnd() {
    int c = text.next();
    if (isComment(c)) {
      return comment(this::blockValueEnd);
    } else if (c == '/' || ConfCursor.isBlank(c)) {
      return this::blockValueEnd;
    } else if (ConfCursor.isNewLine(c) || c == ';' || c == ',') {
      return skip(this::block);
    } else if (c == '}') {
      text.backup();
      return this::blockEnd;
    }
    return fail();
  }

  private Step blockEnd() {
    int c = text.next();
    if (isComment(c)) {
      return comment(this::block);
    } else if (c == '/' || ConfCursor.isNewLine(c) || ConfCursor.isBlank(c)) {
      return this::blockEnd;
    } else if (c == ';' || c == ',') {
      return skip(this::block);
    } else if (c == '}') {
      text.ignore();
      return pop();
    }
    return fail();
  }

  private Step keyStart() {
    int c = text.peek();
    if (isSeparator(c)) {
      return fail();
    } else if (c == '"' || c == '\'') {
      return quotedKey(c) ? this::keyEnd : end();
    }
    text.ignore();
    text.next();
    while (!isSeparator(text.peek()) && text.peek() != ConfCursor.END) {
      if (ConfCursor.isSpace(text.peek())) {
        return isInclude() ? scalars::include : this::keyEnd;
      }
      text.next();
    }
    text.emit(ConfSink.Kind.KEY);
    return this::keyEnd;
  }

  /** Whether it has an end. */
  private boolean quotedKey(int quote) {
    text.next();
    text.ignore();
    while (text.peek() != quote) {
      if (text.peek() == ConfCursor.END) {
        return false;
      }
      text.next();
    }
    text.emit(ConfSink.Kind.KEY);
    text.next();
    text.ignore();
    return true;
  }

  /** Asked of a word with a space behind it. Quoted, or before a separator, it is a key. */
  private boolean isInclude() {
    if (text.pending().toLowerCase(Locale.ROOT).equals("include")) {
      text.ignore();
      return true;
    }
    text.emit(ConfSink.Kind.KEY);
    return false;
  }

  private Step keyEnd() {
    int c = text.next();
    if (ConfCursor.isSpace(c)) {
      return skip(this::keyEnd);
    } else if (isSeparator(c)) {
      return skip(this::value);
    } else if (c == ConfCursor.END) {
      text.ignore();
      return end();
    }
    text.backup();
    return this::value;
  }

  private Step value() {
    int c = text.next();
    if (ConfCursor.isBlank(c)) {
      return skip(this::value);
    } else if (c == '[') {
      text.ignore();
      text.emit(ConfSink.Kind.ARRAY_START);
      return this::arrayValue;
    } else if (c == '{') {
      text.ignore();
      text.emit(ConfSink.Kind.MAP_START);
      return this::mapKeyStart;
    }
    return scalars.startingWith(c);
  }

  private Step arrayValue() {
    int c = text.next();
    if (ConfCursor.isSpace(c)) {
      return skip(this::arrayValue);
    } else if (isComment(c)) {
      return comment(this::arrayValue);
    } else if (c == ',' || c == '/') {
      return fail();
    } else if (c == ']') {
      return close(ConfSink.Kind.ARRAY_END);
    }
    text.backup();
    after.push(this::arrayValueEnd);
    return this::value;
  }

  private Step arrayValueEnd() {
    int c = text.next();
    if (ConfCursor.isBlank(c)) {
      return skip(this::arrayValueEnd);
    } else if (isComment(c)) {
      return comment(this::arrayValueEnd);
    } else if (c == '/' || c == ',' || ConfCursor.isNewLine(c)) {
      return skip(this::arrayValue);
    }
    return c == ']' ? close(ConfSink.Kind.ARRAY_END) : fail();
  }

  private Step mapKeyStart() {
    int c = text.peek();
    if (isSeparator(c) || c == ']' || c == ConfCursor.END) {
      return fail();
    } else if (c == '"' || c == '\'') {
      return quotedKey(c) ? this::mapKeyEnd : fail();
    }
    text.ignore();
    text.next();
    if (ConfCursor.isSpace(c)) {
      return skip(this::mapKeyStart);
    } else if (c == '}') {
      return close(ConfSink.Kind.MAP_END);
    } else if (isComment(c)) {
      return comment(this::mapKeyStart);
    } else if (c == '/') {
      // It is dropped, and whatever follows begins the key.
      text.ignore();
      text.next();
    }
    while (!isSeparator(text.peek())) {
      if (text.peek() == ConfCursor.END) {
        return fail();
      } else if (ConfCursor.isSpace(text.peek())) {
        if (!isInclude()) {
          return this::mapKeyEnd;
        }
        after.push(this::mapValueEnd);
        return scalars::include;
      }
      text.next();
    }
    text.emit(ConfSink.Kind.KEY);
    return this::mapKeyEnd;
  }

  private Step mapKeyEnd() {
    int c = text.next();
    if (ConfCursor.isSpace(c)) {
      return skip(this::mapKeyEnd);
    } else if (isSeparator(c)) {
      return skip(this::mapValue);
    }
    text.backup();
    return this::mapValue;
  }

  private Step mapValue() {
    int c = text.next();
    if (ConfCursor.isSpace(c)) {
      return skip(this::mapValue);
    } else if (c == ',') {
      return fail();
    } else if (c == '}') {
      return close(ConfSink.Kind.MAP_END);
    }
    text.backup();
    after.push(this::mapValueEnd);
    return this::value;
  }

  private Step mapValueEnd() {
    int c = text.next();
    if (ConfCursor.isBlank(c)) {
      return skip(this::mapValueEnd);
    } else if (isComment(c)) {
      return comment(this::mapValueEnd);
    } else if (c == '/' || c == ';' || c == ',' || ConfCursor.isNewLine(c)) {
      return skip(this::mapKeyStart);
    }
    return c == '}' ? close(ConfSink.Kind.MAP_END) : fail();
  }

  private Step close(ConfSink.Kind kind) {
    text.ignore();
    text.emit(kind);
    return pop();
  }

  private Step skip(Step next) {
    text.ignore();
    return next;
  }

  /** Whether a comment begins with this character; if so, all of its beginning is taken. */
  private boolean isComment(int c) {
    if (c == '/' && text.next() != '/') {
      text.backup();
      return false;
    }
    return c == '#' || c == '/';
  }

  private Step comment(Step next) {
    while (!ConfCursor.isNewLine(text.peek()) && text.peek() != ConfCursor.END) {
      text.next();
    }
    return skip(next);
  }

  private Step end() {
    text.finish();
    return null;
  }

  private static Step fail() {
    throw new IllegalArgumentException("not the configuration of a nats-server");
  }

  private static boolean isSeparator(int c) {
    return c == '=' || c == ':';
  }
}
