package dev.natstoken.operator.nats.foreign;

/** Takes what is found in a nats.conf, in order. */
@FunctionalInterface
public interface ConfSink {

  /** Throws {@link IllegalArgumentException} if it cannot be. */
  void item(Kind kind, String text);

  /** What it is; of values only as much as somebody here asks for. */
  enum Kind {
    KEY,
    INCLUDE,
    STRING,
    FLAG,
    INTEGER,
    OTHER,
    VARIABLE,
    ARRAY_START,
    ARRAY_END,
    MAP_START,
    MAP_END,
    END
  }
}
