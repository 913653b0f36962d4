package dev.natstoken.operator.nats.foreign;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** What the parts of the lexer of a nats.conf have in common, one cursor and one stack among it. */
public abstract class ConfSteps {

  /** What is done next; null at the end. */
  @FunctionalInterface
  interface Step {
    Step run();
  }

  final ConfCursor text;

  /** What comes after a value or a comment. */
  private final Deque<Step> after;

  ConfSteps(ConfCursor text) {
    this.text = text;
    this.after = new ArrayDeque<>();
  }

  ConfSteps(ConfSteps others) {
    this.text = others.text;
    this.after = others.after;
  }

  final void push(Step step) {
    after.push(step);
  }

  final Step pop() {
    return after.isEmpty() ? fail() : after.pop();
  }

  /** Whether it has an end. */
  final boolean quotedKey(int quote) {
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
  final boolean isInclude() {
    if (text.pending().toLowerCase(Locale.ROOT).equals("include")) {
      text.ignore();
      return true;
    }
    text.emit(ConfSink.Kind.KEY);
    return false;
  }

  final Step skip(Step next) {
    text.ignore();
    return next;
  }

  /** Whether a comment begins with this character; if so, all of its beginning is taken. */
  final boolean isComment(int c) {
    if (c == '/' && text.next() != '/') {
      text.backup();
      return false;
    }
    return c == '#' || c == '/';
  }

  final Step comment(Step next) {
    while (!ConfCursor.isNewLine(text.peek()) && text.peek() != ConfCursor.END) {
      text.next();
    }
    return skip(next);
  }

  final Step end() {
    text.finish();
    return null;
  }

  static Step fail() {
    throw new IllegalArgumentException("not the configuration of a nats-server");
  }

  static boolean isSeparator(int c) {
    return c == '=' || c == ':';
  }
}
