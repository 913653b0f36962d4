package dev.natstoken.operator.nats.foreign;

import dev.natstoken.operator.nats.foreign.ConfSink.Kind;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** The values in a nats.conf that are neither maps nor arrays, and the paths of includes. */
public final class ConfScalars extends ConfSteps {

  private static final Set<String> FLAGS = Set.of("true", "false", "on", "off", "yes", "no");

  /** What goes on inside of a string after an escaped character. */
  private Step string = this::unquoted;

  ConfScalars(ConfSteps others) {
    super(others);
  }

  /** A value of which this character was just read. */
  Step startingWith(int c) {
    if (c == '\'') {
      text.ignore();
      return this::singleQuoted;
    } else if (c == '"') {
      text.ignore();
      string = this::doubleQuoted;
      return string;
    } else if (c == '-') {
      return this::negative;
    } else if (c == '(') {
      text.ignore();
      return this::paragraph;
    } else if (Character.isDigit(c)) {
      return this::number;
    } else if (c == '.' || ConfCursor.isNewLine(c)) {
      return fail();
    }
    text.backup();
    string = this::unquoted;
    return string;
  }

  /** The path behind the word. */
  Step include() {
    int c = text.next();
    while (ConfCursor.isBlank(c)) {
      text.ignore();
      c = text.next();
    }
    if (c == '\'' || c == '"') {
      text.ignore();
      return quotedInclude(c);
    } else if ("[{(-\\".indexOf(c) >= 0 || Character.isDigit(c) || ConfCursor.isNewLine(c)) {
      return fail();
    }
    text.backup();
    while (true) {
      c = text.next();
      if (c == '\'') {
        return closed(Kind.INCLUDE);
      } else if (c == ConfCursor.END || c == ';' || c == '}' || endsWord(c)) {
        return before(Kind.INCLUDE);
      }
    }
  }

  private Step quotedInclude(int quote) {
    for (int c = text.next(); c != quote; c = text.next()) {
      if (c == ConfCursor.END) {
        return fail();
      }
    }
    return closed(Kind.INCLUDE);
  }

  private Step singleQuoted() {
    for (int c = text.next(); c != '\''; c = text.next()) {
      if (c == ConfCursor.END) {
        return end();
      }
    }
    return closed(Kind.STRING);
  }

  private Step doubleQuoted() {
    for (int c = text.next(); c != '"'; c = text.next()) {
      if (c == '\\') {
        text.keepPart();
        return this::escaped;
      } else if (c == ConfCursor.END) {
        return end();
      }
    }
    return closed(Kind.STRING);
  }

  private Step unquoted() {
    while (true) {
      int c = text.next();
      if (c == '\\') {
        text.keepPart();
        return this::escaped;
      } else if (c == '\'') {
        return closed(Kind.STRING);
      } else if (c == ConfCursor.END || ";,]}".indexOf(c) >= 0 || endsWord(c)) {
        text.backup();
        return word();
      }
    }
  }

  private Step word() {
    Kind kind = Kind.STRING;
    if (!text.hasParts()) {
      String word = text.pending();
      if (FLAGS.contains(word.toLowerCase(Locale.ROOT))) {
        kind = Kind.FLAG;
      } else if (word.startsWith("$")) {
        kind = Kind.VARIABLE;
      }
    }
    text.emit(kind);
    return pop();
  }

  private Step escaped() {
    int c = text.next();
    switch (c) {
      case 't' -> text.addPart("\t");
      case 'n' -> text.addPart("\n");
      case 'r' -> text.addPart("\r");
      case '"', '\\' -> text.addPart(Character.toString(c));
      case 'x' -> {
        text.next();
        text.next();
        text.addPart(Character.toString(HexFormat.fromHexDigits(text.lastTwo())));
      }
      default -> {
        return fail();
      }
    }
    return string;
  }

  /** Lines in round brackets, of which the last one stands alone in its line. */
  private Step paragraph() {
    while (true) {
      int c = text.next();
      if (c == ConfCursor.END) {
        return fail();
      } else if (c == ')') {
        text.backup();
        text.backup();
        boolean begins = text.next() == '\n';
        text.next();
        if (begins) {
          int then = text.next();
          if (then == '\n' || then == ConfCursor.END) {
            text.backup();
            return closed(Kind.STRING);
          }
          text.backup();
        }
      }
    }
  }

  private Step number() {
    while (true) {
      int c = text.next();
      if (c == '-') {
        return text.pendingLength() == 5 ? date() : fail();
      } else if (c == '.') {
        return fraction();
      } else if (isSuffix(c)) {
        return suffix();
      } else if (endsNumber(c)) {
        return before(Kind.INTEGER);
      } else if (!Character.isDigit(c)) {
        // It has begun with a digit and is none. A bracket that closes an array is taken in, too.
        string = this::unquoted;
        return string;
      }
    }
  }

  private Step negative() {
    if (!Character.isDigit(text.next())) {
      return fail();
    }
    while (true) {
      int c = text.next();
      if (c == '.') {
        return fraction();
      } else if (isSuffix(c)) {
        return suffix();
      } else if (!Character.isDigit(c)) {
        return before(Kind.INTEGER);
      }
    }
  }

  private Step suffix() {
    int c = text.next();
    while ("bBiI".indexOf(c) >= 0) {
      c = text.next();
    }
    if (endsNumber(c)) {
      return before(Kind.INTEGER);
    }
    text.backup();
    string = this::unquoted;
    return string;
  }

  private Step date() {
    for (char wanted : "00-00T00:00:00Z".toCharArray()) {
      int c = text.next();
      if (wanted == '0' ? !Character.isDigit(c) : c != wanted) {
        return fail();
      }
    }
    text.emit(Kind.OTHER);
    return pop();
  }

  /** Or the second part of an IP address. */
  private Step fraction() {
    if (!Character.isDigit(text.next())) {
      return fail();
    }
    int c = text.next();
    while (Character.isDigit(c)) {
      c = text.next();
    }
    if (c == '.') {
      do {
        c = text.next();
      } while (Character.isDigit(c) || ".:-".indexOf(c) >= 0);
    }
    return before(Kind.OTHER);
  }

  /** Told without the character just read, which is to be read again. */
  private Step before(Kind kind) {
    text.backup();
    text.emit(kind);
    return pop();
  }

  /** Told without the character just read, which closes it. */
  private Step closed(Kind kind) {
    text.backup();
    text.emit(kind);
    text.next();
    text.ignore();
    return pop();
  }

  private static boolean endsWord(int c) {
    return ConfCursor.isNewLine(c) || ConfCursor.isBlank(c);
  }

  private static boolean endsNumber(int c) {
    return c == ConfCursor.END || "};,".indexOf(c) >= 0 || endsWord(c);
  }

  private static boolean isSuffix(int c) {
    return c != ConfCursor.END && "kKmMgGtTpPeE".indexOf(c) >= 0;
  }
}
