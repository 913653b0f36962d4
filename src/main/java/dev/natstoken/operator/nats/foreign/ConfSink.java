package dev.natstoken.operator.nats.foreign;

/** Takes what is found in a nats.conf, in order. */
@FunctionalInterface
public interface ConfSink {

  /** Throws {@link IllegalArgumentException} if it cannot be. */
  void item(Kind kind, String text);

  /** What it is: the {@code itemType} of {@code conf/lex.go}, but for errors. */
  enum Kind {
    EOF,
    KEY,
    TEXT,
    STRING,
    BOOL,
    INTEGER,
    FLOAT,
    DATETIME,
    ARRAY_START,
    ARRAY_END,
    MAP_START,
    MAP_END,
    COMMENT_START,
    VARIABLE,
    INCLUDE
  }
}
