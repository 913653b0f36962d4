package dev.natstoken.operator.nats;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The keys and includes of a nats.conf that somebody else wrote, as far as a scan shows them: the
 * names of keys with those of the blocks around them, such as {@code accounts/a/users}. No value is
 * kept. The language is that of nats-server's conf package: JSON and looser.
 */
public final class ForeignConfig {

  private static final String ENDS_OF_WORD = " \t\r\n,;:={}[]#\"'";

  private final String text;
  private final List<String> keys = new ArrayList<>();
  private final List<String> includes = new ArrayList<>();
  private int at;

  private ForeignConfig(String text) {
    this.text = text;
  }

  /** Throws {@link IllegalArgumentException} if its brackets do not fit. */
  public static ForeignConfig of(String text) {
    ForeignConfig config = new ForeignConfig(text);
    config.block("");
    if (config.at < text.length()) {
      throw cut();
    }
    return config;
  }

  /** In lower case, as nats-server reads them. */
  public List<String> keys() {
    return List.copyOf(keys);
  }

  /** The paths of the files that it includes at its top level, in order. */
  public List<String> includes() {
    return List.copyOf(includes);
  }

  private void block(String prefix) {
    for (skip(); at < text.length() && text.charAt(at) != '}'; skip()) {
      if (text.charAt(at) == '{') {
        // The official chart puts all of it into braces, as JSON is.
        at++;
        block(prefix);
        expect('}');
        continue;
      }
      String key = word();
      if (key.equals("include") && !isAssigned()) {
        String path = word();
        if (prefix.isEmpty()) {
          includes.add(path);
        }
        continue;
      }
      String name = prefix + key.toLowerCase(Locale.ROOT);
      keys.add(name);
      value(name);
    }
  }

  private boolean isAssigned() {
    blanks();
    return at < text.length() && ":={".indexOf(text.charAt(at)) >= 0;
  }

  private void value(String name) {
    skip();
    if (at == text.length()) {
      throw cut();
    }
    switch (text.charAt(at)) {
      case '{' -> {
        at++;
        block(name + "/");
        expect('}');
      }
      case '[' -> list();
      case '(' -> {
        int end = text.indexOf("\n)", at);
        at = end < 0 ? text.length() : end + 2;
      }
      case '"', '\'' -> quoted();
      default -> {
        int begin = at;
        while (at < text.length() && "\n,;}#".indexOf(text.charAt(at)) < 0) {
          at++;
        }
        if (at == begin) {
          throw cut();
        }
      }
    }
  }

  private void list() {
    at++;
    for (skip(); at < text.length() && text.charAt(at) != ']'; skip()) {
      switch (text.charAt(at)) {
        case '[' -> list();
        case '{' -> {
          at++;
          block("-/");
          expect('}');
        }
        case '"', '\'' -> quoted();
        default -> word();
      }
    }
    expect(']');
  }

  private String word() {
    blanks();
    if (at < text.length() && "\"'".indexOf(text.charAt(at)) >= 0) {
      return quoted();
    }
    int begin = at;
    while (at < text.length() && ENDS_OF_WORD.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at == begin) {
      throw cut();
    }
    return text.substring(begin, at);
  }

  private String quoted() {
    char quote = text.charAt(at++);
    int begin = at;
    while (at < text.length() && text.charAt(at) != quote) {
      at += text.charAt(at) == '\\' && quote == '"' ? 2 : 1;
    }
    if (at >= text.length()) {
      throw cut();
    }
    return text.substring(begin, at++);
  }

  private void blanks() {
    while (at < text.length() && " \t".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /** Over everything that means nothing between keys and values. */
  private void skip() {
    while (at < text.length()) {
      if (text.charAt(at) == '#' || text.startsWith("//", at)) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (" \t\r\n,;:=".indexOf(text.charAt(at)) >= 0) {
        at++;
      } else {
        return;
      }
    }
  }

  private void expect(char wanted) {
    if (at >= text.length() || text.charAt(at) != wanted) {
      throw cut();
    }
    at++;
  }

  private static IllegalArgumentException cut() {
    return new IllegalArgumentException("not the configuration of a nats-server");
  }
}
