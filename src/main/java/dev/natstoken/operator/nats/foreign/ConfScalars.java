package dev.natstoken.operator.nats.foreign;

import static dev.natstoken.operator.nats.foreign.ConfLexer.EOF;
import static dev.natstoken.operator.nats.foreign.ConfLexer.errorf;
import static dev.natstoken.operator.nats.foreign.ConfLexer.isNL;
import static dev.natstoken.operator.nats.foreign.ConfLexer.isNumberSuffix;
import static dev.natstoken.operator.nats.foreign.ConfLexer.isWhitespace;

import dev.natstoken.operator.nats.foreign.ConfSink.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;

/** The third part of {@code conf/lex.go}: strings, numbers and dates, and comments. */
final class ConfScalars {

  private static final Set<String> BOOLS = Set.of("true", "false", "on", "off", "yes", "no");
  private static final int YEAR_AND_DASH = 5;

  private ConfScalars() {}

  private static boolean isBool(ConfLexer lx) {
    return BOOLS.contains(GoText.toLower(lx.pending()));
  }

  private static boolean isVariable(ConfLexer lx) {
    return lx.pending().startsWith("$");
  }

  static ConfState lexQuotedString(ConfLexer lx) {
    int r = lx.next();
    if (r == '\'') {
      return lx.closed(Kind.STRING);
    }
    return r == EOF ? lx.eof() : ConfState.QUOTED_STRING;
  }

  static ConfState lexDubQuotedString(ConfLexer lx) {
    int r = lx.next();
    if (r == '\\') {
      lx.addCurrentStringPart(1);
      return ConfState.STRING_ESCAPE;
    } else if (r == '"') {
      return lx.closed(Kind.STRING);
    }
    return r == EOF ? lx.eof() : ConfState.DUB_QUOTED_STRING;
  }

  static ConfState lexString(ConfLexer lx) {
    int r = lx.next();
    if (r == '\\') {
      lx.addCurrentStringPart(1);
      return ConfState.STRING_ESCAPE;
    } else if (isNL(r) || r == EOF || ";,]}".indexOf(r) >= 0 || isWhitespace(r)) {
      lx.backup();
      if (lx.hasEscapedParts()) {
        lx.emit(Kind.STRING);
      } else if (isBool(lx)) {
        lx.emit(Kind.BOOL);
      } else if (isVariable(lx)) {
        lx.emit(Kind.VARIABLE);
      } else {
        lx.emit(Kind.STRING);
      }
      return lx.pop();
    }
    return r == '\'' ? lx.closed(Kind.STRING) : ConfState.STRING;
  }

  /** Lines in round brackets, of which the last one stands alone in its line. */
  static ConfState lexBlock(ConfLexer lx) {
    int r = lx.next();
    if (r == ')') {
      lx.backup();
      lx.backup();
      boolean beginsLine = lx.next() == '\n';
      lx.next();
      if (beginsLine) {
        int then = lx.next();
        lx.backup();
        if (then == '\n' || then == EOF) {
          return lx.closed(Kind.STRING);
        }
      }
    }
    return r == EOF ? errorf() : ConfState.BLOCK;
  }

  static ConfState lexStringEscape(ConfLexer lx) {
    return switch (lx.next()) {
      case 'x' -> ConfState.STRING_BINARY;
      case 't' -> lx.addStringPart("\t");
      case 'n' -> lx.addStringPart("\n");
      case 'r' -> lx.addStringPart("\r");
      case '"' -> lx.addStringPart("\"");
      case '\\' -> lx.addStringPart("\\");
      default -> errorf();
    };
  }

  static ConfState lexStringBinary(ConfLexer lx) {
    lx.next();
    lx.next();
    byte[] bytes = HexFormat.of().parseHex(lx.lastTwo());
    return lx.addStringPart(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  static ConfState lexNumberOrDateOrStringOrIPStart(ConfLexer lx) {
    return Character.isDigit(lx.next()) ? ConfState.NUMBER : errorf();
  }

  static ConfState lexNumberOrDateOrStringOrIP(ConfLexer lx) {
    int r = lx.next();
    if (r == '-') {
      return lx.pending().length() == YEAR_AND_DASH ? ConfState.DATE_AFTER_YEAR : errorf();
    } else if (Character.isDigit(r)) {
      return ConfState.NUMBER;
    } else if (r == '.') {
      return ConfState.FLOAT_START;
    } else if (isNumberSuffix(r)) {
      return ConfState.CONVENIENT_NUMBER;
    } else if (!endsNumber(r)) {
      // It has begun with a digit and is none. A bracket that closes an array is taken in, too.
      return lx.string(ConfState.STRING);
    }
    return lx.before(Kind.INTEGER);
  }

  static ConfState lexConvenientNumber(ConfLexer lx) {
    int r = lx.next();
    if ("bBiI".indexOf(r) >= 0) {
      return ConfState.CONVENIENT_NUMBER;
    } else if (endsNumber(r)) {
      return lx.before(Kind.INTEGER);
    }
    lx.backup();
    return lx.string(ConfState.STRING);
  }

  static ConfState lexDateAfterYear(ConfLexer lx) {
    for (char f : "00-00T00:00:00Z".toCharArray()) {
      int r = lx.next();
      if (f == '0' ? !Character.isDigit(r) : r != f) {
        return errorf();
      }
    }
    lx.emit(Kind.DATETIME);
    return lx.pop();
  }

  static ConfState lexNegNumberStart(ConfLexer lx) {
    return Character.isDigit(lx.next()) ? ConfState.NEG_NUMBER : errorf();
  }

  static ConfState lexNegNumber(ConfLexer lx) {
    int r = lx.next();
    if (Character.isDigit(r)) {
      return ConfState.NEG_NUMBER;
    } else if (r == '.') {
      return ConfState.FLOAT_START;
    }
    return isNumberSuffix(r) ? ConfState.CONVENIENT_NUMBER : lx.before(Kind.INTEGER);
  }

  static ConfState lexFloatStart(ConfLexer lx) {
    return Character.isDigit(lx.next()) ? ConfState.FLOAT : errorf();
  }

  static ConfState lexFloat(ConfLexer lx) {
    int r = lx.next();
    if (Character.isDigit(r)) {
      return ConfState.FLOAT;
    }
    return r == '.' ? ConfState.IP_ADDR : lx.before(Kind.FLOAT);
  }

  static ConfState lexIPAddr(ConfLexer lx) {
    int r = lx.next();
    return Character.isDigit(r) || ".:-".indexOf(r) >= 0
        ? ConfState.IP_ADDR
        : lx.before(Kind.STRING);
  }

  static ConfState lexCommentStart(ConfLexer lx) {
    lx.ignore();
    lx.emit(Kind.COMMENT_START);
    return ConfState.COMMENT;
  }

  static ConfState lexComment(ConfLexer lx) {
    int r = lx.peek();
    if (isNL(r) || r == EOF) {
      lx.emit(Kind.TEXT);
      return lx.pop();
    }
    lx.next();
    return ConfState.COMMENT;
  }

  private static boolean endsNumber(int r) {
    return isNL(r) || r == EOF || r == '}' || r == ';' || r == ',' || isWhitespace(r);
  }
}
