package dev.natstoken.operator.nats.foreign;

/**
 * Takes the text of a nats.conf apart, at its top; {@link ConfMaps} does so with the values. All go
 * the steps of {@code conf/lex.go} of nats-server 2.12.15 and 2.15.2, with their names and with
 * what looks odd in them, such as that <code>a{b: 1}</code> has the key <code>a{b</code>: what is
 * read here is what the server reads. The depth of a text costs no stack.
 */
public final class ConfLexer extends ConfSteps {

  private final ConfMaps maps;

  private ConfLexer(ConfMaps maps) {
    super(maps);
    this.maps = maps;
  }

  /** Throws {@link IllegalArgumentException} where nats-server finds a parse error. */
  static void read(String text, ConfSink sink) {
    ConfLexer lexer = new ConfLexer(new ConfMaps(new ConfCursor(text, sink)));
    Step step = lexer::top;
    while (step != null) {
      step = step.run();
    }
  }

  private Step top() {
    int c = text.next();
    if (ConfCursor.isSpace(c)) {
      return skip(this::top);
    } else if (c == '{') {
      push(this::top);
      return skip(this::block);
    } else if (isComment(c)) {
      return comment(this::top);
    } else if (c == '/' || c == ConfCursor.END) {
      return end();
    }
    text.backup();
    push(this::topValueEnd);
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
      push(this::blockEnd);
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
    push(this::blockValueEnd);
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
        return isInclude() ? maps::include : this::keyEnd;
      }
      text.next();
    }
    text.emit(ConfSink.Kind.KEY);
    return this::keyEnd;
  }

  private Step keyEnd() {
    int c = text.next();
    if (ConfCursor.isSpace(c)) {
      return skip(this::keyEnd);
    } else if (isSeparator(c)) {
      return skip(maps::value);
    } else if (c == ConfCursor.END) {
      text.ignore();
      return end();
    }
    text.backup();
    return maps::value;
  }
}
