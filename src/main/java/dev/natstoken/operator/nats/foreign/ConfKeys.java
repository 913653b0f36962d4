package dev.natstoken.operator.nats.foreign;

import static dev.natstoken.operator.nats.foreign.ConfLexer.EOF;
import static dev.natstoken.operator.nats.foreign.ConfLexer.errorf;
import static dev.natstoken.operator.nats.foreign.ConfLexer.isKeySeparator;
import static dev.natstoken.operator.nats.foreign.ConfLexer.isNL;
import static dev.natstoken.operator.nats.foreign.ConfLexer.isSpace;
import static dev.natstoken.operator.nats.foreign.ConfLexer.isWhitespace;

import dev.natstoken.operator.nats.foreign.ConfSink.Kind;

/** The first part of {@code conf/lex.go}: keys at the top, and includes. */
final class ConfKeys {

  private ConfKeys() {}

  static ConfState lexTop(ConfLexer lx) {
    int r = lx.next();
    if (isSpace(r)) {
      return lx.skip(ConfState.TOP);
    } else if (r == '{') {
      lx.push(ConfState.TOP);
      return lx.skip(ConfState.BLOCK_START);
    } else if (lx.isComment(r)) {
      return lx.comment(ConfState.TOP);
    } else if (r == '/' || r == EOF) {
      return lx.eof();
    }
    lx.backup();
    lx.push(ConfState.TOP_VALUE_END);
    return ConfState.KEY_START;
  }

  static ConfState lexTopValueEnd(ConfLexer lx) {
    int r = lx.next();
    if (lx.isComment(r)) {
      return lx.comment(ConfState.TOP);
    } else if (r == '/' || isWhitespace(r)) {
      return ConfState.TOP_VALUE_END;
    } else if (isNL(r) || r == EOF || r == ';' || r == ',' || r == '}') {
      return lx.skip(ConfState.TOP);
    }
    return errorf();
  }

  /** Braces around a whole file, as JSON has them: the keys in them are still at the top. */
  static ConfState lexBlockStart(ConfLexer lx) {
    int r = lx.next();
    if (isSpace(r)) {
      return lx.skip(ConfState.BLOCK_START);
    } else if (r == '{') {
      lx.push(ConfState.BLOCK_END);
      return lx.skip(ConfState.BLOCK_START);
    } else if (r == '}') {
      lx.ignore();
      return lx.pop();
    } else if (lx.isComment(r)) {
      return lx.comment(ConfState.BLOCK_START);
    } else if (r == '/' || r == EOF) {
      return lx.eof();
    }
    lx.backup();
    lx.push(ConfState.BLOCK_VALUE_END);
    return ConfState.KEY_START;
  }

  static ConfState lexBlockValueEnd(ConfLexer lx) {
    int r = lx.next();
    if (lx.isComment(r)) {
      return lx.comment(ConfState.BLOCK_VALUE_END);
    } else if (r == '/' || isWhitespace(r)) {
      return ConfState.BLOCK_VALUE_END;
    } else if (isNL(r) || r == ';' || r == ',') {
      return lx.skip(ConfState.BLOCK_START);
    } else if (r == '}') {
      lx.backup();
      return ConfState.BLOCK_END;
    }
    return errorf();
  }

  static ConfState lexBlockEnd(ConfLexer lx) {
    int r = lx.next();
    if (lx.isComment(r)) {
      return lx.comment(ConfState.BLOCK_START);
    } else if (r == '/' || isNL(r) || isWhitespace(r)) {
      return ConfState.BLOCK_END;
    } else if (r == ';' || r == ',') {
      return lx.skip(ConfState.BLOCK_START);
    } else if (r == '}') {
      lx.ignore();
      return lx.pop();
    }
    return errorf();
  }

  static ConfState lexKeyStart(ConfLexer lx) {
    int r = lx.peek();
    if (isKeySeparator(r)) {
      return errorf();
    } else if (isSpace(r)) {
      lx.next();
      return lx.skip(ConfState.KEY_START);
    } else if (r == '"') {
      lx.next();
      return lx.skip(ConfState.DUB_QUOTED_KEY);
    } else if (r == '\'') {
      lx.next();
      return lx.skip(ConfState.QUOTED_KEY);
    }
    lx.ignore();
    lx.next();
    return ConfState.KEY;
  }

  static ConfState lexDubQuotedKey(ConfLexer lx) {
    return quotedKey(lx, '"', ConfState.DUB_QUOTED_KEY);
  }

  static ConfState lexQuotedKey(ConfLexer lx) {
    return quotedKey(lx, '\'', ConfState.QUOTED_KEY);
  }

  private static ConfState quotedKey(ConfLexer lx, int quote, ConfState same) {
    int r = lx.peek();
    if (r == quote) {
      lx.emit(Kind.KEY);
      lx.next();
      return lx.skip(ConfState.KEY_END);
    } else if (r == EOF) {
      return lx.eof();
    }
    lx.next();
    return same;
  }

  /** Asked of a word with a space behind it. Quoted, or before a separator, it is a key. */
  static boolean keyCheckKeyword(ConfLexer lx) {
    if (GoText.toLower(lx.pending()).equals("include")) {
      lx.ignore();
      return true;
    }
    lx.emit(Kind.KEY);
    return false;
  }

  static ConfState lexIncludeStart(ConfLexer lx) {
    if (isWhitespace(lx.next())) {
      return lx.skip(ConfState.INCLUDE_START);
    }
    lx.backup();
    return ConfState.INCLUDE;
  }

  static ConfState lexIncludeQuotedString(ConfLexer lx) {
    int r = lx.next();
    if (r == '\'') {
      return lx.closed(Kind.INCLUDE);
    }
    return r == EOF ? errorf() : ConfState.INCLUDE_QUOTED_STRING;
  }

  static ConfState lexIncludeDubQuotedString(ConfLexer lx) {
    int r = lx.next();
    if (r == '"') {
      return lx.closed(Kind.INCLUDE);
    }
    return r == EOF ? errorf() : ConfState.INCLUDE_DUB_QUOTED_STRING;
  }

  static ConfState lexIncludeString(ConfLexer lx) {
    int r = lx.next();
    if (isNL(r) || r == EOF || r == ';' || r == '}' || isWhitespace(r)) {
      return lx.before(Kind.INCLUDE);
    }
    return r == '\'' ? lx.closed(Kind.INCLUDE) : ConfState.INCLUDE_STRING;
  }

  static ConfState lexInclude(ConfLexer lx) {
    int r = lx.next();
    if (r == '\'') {
      return lx.skip(ConfState.INCLUDE_QUOTED_STRING);
    } else if (r == '"') {
      return lx.skip(ConfState.INCLUDE_DUB_QUOTED_STRING);
    } else if ("[{(-\\".indexOf(r) >= 0 || Character.isDigit(r) || isNL(r)) {
      return errorf();
    }
    lx.backup();
    return ConfState.INCLUDE_STRING;
  }

  static ConfState lexKey(ConfLexer lx) {
    int r = lx.peek();
    if (isSpace(r)) {
      return keyCheckKeyword(lx) ? ConfState.INCLUDE_START : ConfState.KEY_END;
    } else if (isKeySeparator(r) || r == EOF) {
      lx.emit(Kind.KEY);
      return ConfState.KEY_END;
    }
    lx.next();
    return ConfState.KEY;
  }

  static ConfState lexKeyEnd(ConfLexer lx) {
    int r = lx.next();
    if (isSpace(r)) {
      return lx.skip(ConfState.KEY_END);
    } else if (isKeySeparator(r)) {
      return lx.skip(ConfState.VALUE);
    } else if (r == EOF) {
      lx.emit(Kind.EOF);
      return ConfState.DONE;
    }
    lx.backup();
    return ConfState.VALUE;
  }
}
