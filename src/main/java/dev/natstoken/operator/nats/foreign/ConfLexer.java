package dev.natstoken.operator.nats.foreign;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Takes the text of a nats.conf apart: the {@code lexer} of {@code conf/lex.go} of nats-server
 * 2.12.15 and 2.15.2, with its names, function by function, and with what looks odd in them, such
 * as that <code>a{b: 1}</code> has the key <code>a{b</code>: what is read here is what the server
 * reads. Its states are in {@link ConfState}. The depth of a text costs no stack.
 */
final class ConfLexer {

  /** What is read behind the end of a text. A NUL in it is the same to nats-server. */
  static final int EOF = 0;

  private final String input;
  private final ConfSink items;
  private int start;
  private int pos;
  private int width;

  /** What comes after a value or a comment. */
  private final Deque<ConfState> stack = new ArrayDeque<>();

  /** The parts of a string before and between its escaped characters; null if it has none. */
  private StringBuilder stringParts;

  /** Of which kind that string is, so that it goes on after an escaped character. */
  private ConfState stringState = ConfState.STRING;

  private ConfLexer(String input, ConfSink items) {
    this.input = input;
    this.items = items;
  }

  /** Throws {@link IllegalArgumentException} where nats-server finds a parse error. */
  static void lex(String input, ConfSink items) {
    ConfLexer lexer = new ConfLexer(input, items);
    ConfState state = ConfState.TOP;
    while (state != ConfState.DONE) {
      state = state.run(lexer);
    }
  }

  void push(ConfState state) {
    stack.push(state);
  }

  ConfState pop() {
    return stack.isEmpty() ? errorf() : stack.pop();
  }

  void emit(ConfSink.Kind kind) {
    String all = stringParts == null ? pending() : stringParts + pending();
    stringParts = null;
    start = pos;
    items.item(kind, all);
  }

  /** Of how many bytes less, the last one read being what begins an escaped character. */
  void addCurrentStringPart(int offset) {
    addPart(input.substring(start, pos - offset));
  }

  ConfState addStringPart(String part) {
    addPart(part);
    return stringState;
  }

  boolean hasEscapedParts() {
    return stringParts != null;
  }

  /** Begins a string in which there can be escaped characters. */
  ConfState string(ConfState state) {
    stringState = state;
    return state;
  }

  int next() {
    if (pos >= input.length()) {
      width = 0;
      return EOF;
    }
    int r = input.codePointAt(pos);
    width = Character.charCount(r);
    pos += width;
    return r;
  }

  void ignore() {
    start = pos;
  }

  /** By the width of the last character read, however often. */
  void backup() {
    pos -= width;
  }

  int peek() {
    int r = next();
    backup();
    return r;
  }

  /** Nothing of the text is told: it may hold a password. */
  @SuppressWarnings("DoNotCallSuggester") // Go's functions return what it returns.
  static ConfState errorf() {
    throw new IllegalArgumentException("not the configuration of a nats-server");
  }

  ConfState skip(ConfState next) {
    ignore();
    return next;
  }

  /** What was taken since the last item, or the last that was ignored. */
  String pending() {
    return input.substring(start, pos);
  }

  boolean hasPending() {
    return pos > start;
  }

  /** The last two characters read. */
  String lastTwo() {
    return input.substring(pos - 2, pos);
  }

  /** The end, if nothing is cut off by it. */
  ConfState eof() {
    if (hasPending()) {
      return errorf();
    }
    emit(ConfSink.Kind.EOF);
    return ConfState.DONE;
  }

  /** What is pending without the character just read, which is to be read again. */
  ConfState before(ConfSink.Kind kind) {
    backup();
    emit(kind);
    return pop();
  }

  /** What is pending without the character just read, which closes it. */
  ConfState closed(ConfSink.Kind kind) {
    backup();
    emit(kind);
    next();
    ignore();
    return pop();
  }

  /** Whether a comment begins with this character; if so, all of its beginning is taken. */
  boolean isComment(int r) {
    if (r == '/' && next() != '/') {
      backup();
      return false;
    }
    return r == '#' || r == '/';
  }

  ConfState comment(ConfState then) {
    push(then);
    return ConfState.COMMENT_START;
  }

  static boolean isNumberSuffix(int r) {
    return "kKmMgGtTpPeE".indexOf(r) >= 0;
  }

  static boolean isKeySeparator(int r) {
    return r == '=' || r == ':';
  }

  static boolean isWhitespace(int r) {
    return r == ' ' || r == '\t';
  }

  static boolean isNL(int r) {
    return r == '\n' || r == '\r';
  }

  /** As Go's {@code unicode.IsSpace}. */
  static boolean isSpace(int r) {
    return (r >= '\t' && r <= '\r') || r == 0x85 || r == 0xa0 || Character.isSpaceChar(r);
  }

  private void addPart(String part) {
    stringParts = (stringParts == null ? new StringBuilder() : stringParts).append(part);
    start = pos;
  }
}
