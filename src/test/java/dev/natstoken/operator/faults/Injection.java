package dev.natstoken.operator.faults;

/** What becomes of a request. */
public enum Injection {
  /** It passes. */
  NONE,
  /** It passes after eight seconds. */
  LATE,
  /** It does not pass, and 409 is the answer. */
  CONFLICT,
  /** It does not pass, and 403 is the answer. */
  FORBIDDEN,
  /** It does not pass, and the client is told to come again in a second. */
  TOO_MANY,
  /** It does not pass, and 500 is the answer. */
  SERVER_ERROR,
  /** It does not pass, and nothing is the answer. */
  HANG,
  /** It does not pass, and the connection ends. */
  DROP,
  /** It passes, and 504 is the answer. */
  COMMIT_THEN_504,
  /** It passes, and the connection ends before the answer. */
  COMMIT_THEN_DROP;

  boolean passes() {
    return this == NONE || this == LATE || this == COMMIT_THEN_504 || this == COMMIT_THEN_DROP;
  }
}
