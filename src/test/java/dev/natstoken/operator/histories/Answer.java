package dev.natstoken.operator.histories;

/** What came of a login. */
public enum Answer {
  LET_IN,
  REFUSED,
  /** Nobody answered, or not in time, or not with a word about the token. */
  SILENT
}
