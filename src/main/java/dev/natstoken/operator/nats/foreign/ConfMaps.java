package dev.natstoken.operator.nats.foreign;

/** The values in a nats.conf: maps and arrays, and with {@link ConfScalars} what is in them. */
public final class ConfMaps extends ConfSteps {

  private final ConfScalars scalars;

  ConfMaps(ConfCursor text) {
    super(text);
    this.scalars = new ConfScalars(this);
  }

  Step include() {
    return scalars.include();
  }

  Step value() {
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
    push(this::arrayValueEnd);
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
        push(this::mapValueEnd);
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
    push(this::mapValueEnd);
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
}
