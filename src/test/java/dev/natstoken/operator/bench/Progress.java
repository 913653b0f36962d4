package dev.natstoken.operator.bench;

/** Tells on the standard error what is measured just now; the table alone goes to the output. */
final class Progress {

  private static final long START = System.nanoTime();

  private Progress() {}

  static void say(String what) {
    System.err.printf("%4d s  %s%n", (System.nanoTime() - START) / 1_000_000_000, what);
  }
}
