package dev.natstoken.operator.nats.foreign;

import static dev.natstoken.operator.nats.foreign.ConfLexer.EOF;
import static dev.natstoken.operator.nats.foreign.ConfLexer.errorf;
import static dev.natstoken.operator.nats.foreign.ConfLexer.isKeySeparator;
import static dev.natstoken.operator.nats.foreign.ConfLexer.isNL;
import static dev.natstoken.operator.nats.foreign.ConfLexer.isSpace;
import static dev.natstoken.operator.nats.foreign.ConfLexer.isWhitespace;

import dev.natstoken.operator.nats.foreign.ConfSink.Kind;

/** The second part of {@code conf/lex.go}: values, and the maps and arrays that hold them. */
final class ConfMaps {

  private ConfMaps() {}

  static ConfState lexValue(ConfLexer lx) {
    int r = lx.next();
    if (isWhitespace(r)) {
      return lx.skip(ConfState.VALUE);
    } else if (Character.isDigit(r)) {
      lx.backup();
      return ConfState.NUMBER_START;
    } else if (isNL(r)) {
      return errorf();
    }
    return switch (r) {
      case '[' -> {
        lx.ignore();
        lx.emit(Kind.ARRAY_START);
        yield ConfState.ARRAY_VALUE;
      }
      case '{' -> {
        lx.ignore();
        lx.emit(Kind.MAP_START);
        yield ConfState.MAP_KEY_START;
      }
      case '\'' -> lx.skip(ConfState.QUOTED_STRING);
      case '"' -> lx.skip(lx.string(ConfState.DUB_QUOTED_STRING));
      case '-' -> ConfState.NEG_NUMBER_START;
      case '(' -> lx.skip(ConfState.BLOCK);
      case '.' -> errorf();
      default -> {
        lx.backup();
        yield lx.string(ConfState.STRING);
      }
    };
  }

  static ConfState lexArrayValue(ConfLexer lx) {
    int r = lx.next();
    if (isSpace(r)) {
      return lx.skip(ConfState.ARRAY_VALUE);
    } else if (lx.isComment(r)) {
      return lx.comment(ConfState.ARRAY_VALUE);
    } else if (r == '/' || r == ',') {
      return errorf();
    } else if (r == ']') {
      return ConfState.ARRAY_END;
    }
    lx.backup();
    lx.push(ConfState.ARRAY_VALUE_END);
    return ConfState.VALUE;
  }

  static ConfState lexArrayValueEnd(ConfLexer lx) {
    int r = lx.next();
    if (isWhitespace(r)) {
      return lx.skip(ConfState.ARRAY_VALUE_END);
    } else if (lx.isComment(r)) {
      return lx.comment(ConfState.ARRAY_VALUE_END);
    } else if (r == '/' || r == ',' || isNL(r)) {
      return lx.skip(ConfState.ARRAY_VALUE);
    }
    return r == ']' ? ConfState.ARRAY_END : errorf();
  }

  static ConfState lexArrayEnd(ConfLexer lx) {
    lx.ignore();
    lx.emit(Kind.ARRAY_END);
    return lx.pop();
  }

  static ConfState lexMapKeyStart(ConfLexer lx) {
    int r = lx.peek();
    if (isKeySeparator(r) || r == ']' || r == EOF) {
      return errorf();
    } else if (isSpace(r)) {
      lx.next();
      return lx.skip(ConfState.MAP_KEY_START);
    } else if (r == '}') {
      lx.next();
      return lx.skip(ConfState.MAP_END);
    } else if (r == '\'') {
      lx.next();
      return lx.skip(ConfState.MAP_QUOTED_KEY);
    } else if (r == '"') {
      lx.next();
      return lx.skip(ConfState.MAP_DUB_QUOTED_KEY);
    } else if (r == '#' || r == '/') {
      lx.next();
      if (lx.isComment(r)) {
        return lx.comment(ConfState.MAP_KEY_START);
      }
      // The slash is dropped, and whatever follows begins the key.
    }
    lx.ignore();
    lx.next();
    return ConfState.MAP_KEY;
  }

  static ConfState lexMapQuotedKey(ConfLexer lx) {
    return quotedKey(lx, '\'', ConfState.MAP_QUOTED_KEY);
  }

  static ConfState lexMapDubQuotedKey(ConfLexer lx) {
    return quotedKey(lx, '"', ConfState.MAP_DUB_QUOTED_KEY);
  }

  private static ConfState quotedKey(ConfLexer lx, int quote, ConfState same) {
    int r = lx.peek();
    if (r == EOF) {
      return errorf();
    } else if (r == quote) {
      lx.emit(Kind.KEY);
      lx.next();
      return lx.skip(ConfState.MAP_KEY_END);
    }
    lx.next();
    return same;
  }

  static ConfState lexMapKey(ConfLexer lx) {
    int r = lx.peek();
    if (r == EOF) {
      return errorf();
    } else if (isSpace(r)) {
      if (ConfKeys.keyCheckKeyword(lx)) {
        lx.push(ConfState.MAP_VALUE_END);
        return ConfState.INCLUDE_START;
      }
      return ConfState.MAP_KEY_END;
    } else if (isKeySeparator(r)) {
      lx.emit(Kind.KEY);
      return ConfState.MAP_KEY_END;
    }
    lx.next();
    return ConfState.MAP_KEY;
  }

  static ConfState lexMapKeyEnd(ConfLexer lx) {
    int r = lx.next();
    if (isSpace(r)) {
      return lx.skip(ConfState.MAP_KEY_END);
    } else if (isKeySeparator(r)) {
      return lx.skip(ConfState.MAP_VALUE);
    }
    lx.backup();
    return ConfState.MAP_VALUE;
  }

  static ConfState lexMapValue(ConfLexer lx) {
    int r = lx.next();
    if (isSpace(r)) {
      return lx.skip(ConfState.MAP_VALUE);
    } else if (r == ',') {
      return errorf();
    } else if (r == '}') {
      return lx.skip(ConfState.MAP_END);
    }
    lx.backup();
    lx.push(ConfState.MAP_VALUE_END);
    return ConfState.VALUE;
  }

  static ConfState lexMapValueEnd(ConfLexer lx) {
    int r = lx.next();
    if (isWhitespace(r)) {
      return lx.skip(ConfState.MAP_VALUE_END);
    } else if (lx.isComment(r)) {
      return lx.comment(ConfState.MAP_VALUE_END);
    } else if (r == '/' || r == ';' || r == ',' || isNL(r)) {
      return lx.skip(ConfState.MAP_KEY_START);
    }
    return r == '}' ? lx.skip(ConfState.MAP_END) : errorf();
  }

  static ConfState lexMapEnd(ConfLexer lx) {
    lx.ignore();
    lx.emit(Kind.MAP_END);
    return lx.pop();
  }
}
