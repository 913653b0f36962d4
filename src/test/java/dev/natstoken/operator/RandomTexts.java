package dev.natstoken.operator;

import java.util.Random;

/** Texts made at random, for what must hold of any. */
public final class RandomTexts {

  private static final String OF_NOTE = "\"'\\ \n\r\t:,#{}[]();=-$\u0000\u00e9\u2028\ud83d\ude00";

  private RandomTexts() {}

  /** One of up to thirty characters, often of those that mean something in some language. */
  public static String any(Random random) {
    int[] ofNote = OF_NOTE.codePoints().toArray();
    return random
        .ints(random.nextInt(30))
        .map(i -> Math.floorMod(i, 2) == 0 ? ofNote[Math.floorMod(i / 2, ofNote.length)] : word(i))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** One of small letters and underscores, which is never empty. */
  public static String key(Random random) {
    return random
        .ints(1 + random.nextInt(12))
        .map(RandomTexts::word)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static int word(int i) {
    return "abcdefghijklmnopqrstuvwxyz_".charAt(Math.floorMod(i / 2, 27));
  }
}
