package dev.natstoken.operator.nats.foreign;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Makes texts of a nats.conf by its grammar, with whatever people and programs write, and often
 * with one fault more than there should be.
 */
final class ConfTexts {

  private static final List<String> KEYS =
      List.of(
          "a", "b", "C", "d.e", "f-g", "users", "include", "İ", "é😀", "x{y", "k/", "2", "$v",
          "on");
  private static final List<String> SCALARS =
      List.of(
          "1",
          "-1",
          "007",
          "1k",
          "2Kb",
          "3KiB",
          "4mb",
          "5G",
          "6tib",
          "7Pi",
          "8e",
          "9kbb",
          "1kx",
          "-5m",
          "99999999999999999999",
          "1.5",
          "-2.25",
          "1.2.3.4",
          "1.2.3.4:80",
          "0.0.0.0x",
          "1.",
          ".5",
          "-x",
          "2024-01-31T23:59:59Z",
          "2024-02-30T00:00:00Z",
          "2023-02-29T01:02:03Z",
          "2024-01-01T24:00:00Z",
          "0000-02-29T00:00:60Z",
          "2024-1-1",
          "12345-",
          "true",
          "FALSE",
          "On",
          "off",
          "Yes",
          "nO",
          "tRue1",
          "word",
          "a_b",
          "wo'rd",
          "nats://a:b@c//d",
          "x#y",
          "é😀",
          "a\\tb",
          "a\\x41",
          "a\\xzz",
          "a\\q",
          "2a$b",
          "$2a$04$abc/d.e",
          "$a",
          "$b",
          "$C",
          "$d.e",
          "$nobody",
          "$",
          "${a}",
          "\\\"",
          "x{y",
          "x[y",
          "3 4",
          "5]",
          "*.>",
          "()",
          "--1",
          "1-2",
          "İ",
          "ſ");
  private static final List<String> IN_QUOTES =
      List.of(
          "", "a", "b c", "true", "1", "$a", "# no", "// no", "{", "}]", "\n", "é", "\t", "=", ";");
  private static final List<String> ESCAPED =
      List.of("\\t", "\\n", "\\r", "\\\"", "\\\\", "\\x00", "\\xfF", "\\x4", "\\q", "\\'", "\\\n");
  private static final List<String> SPACES =
      List.of(
          " ", " ", " ", "", "  ", "\t", "\n", "\r\n", "\u00a0", "\u2003", "\u000b", "\f",
          "\u0085");
  private static final List<String> SEPARATORS =
      List.of(":", ": ", "=", " = ", " ", "  ", "\t:", " :\t", "\n: ", "", "::");
  private static final List<String> ENDS =
      List.of(
          "\n", "\n", "\n", ";", ",", " ; ", ",\n", "\r\n", "\n\n", " ", "", " # c\n", " // c\n",
          "#c}\n");
  private static final List<String> FAULTS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          "'",
          "(",
          ")",
          ":",
          "=",
          ",",
          ";",
          "#",
          "/",
          "//",
          "\\",
          "\0",
          "\n",
          " ",
          "$",
          "-",
          ".",
          "include ",
          "1");
  private static final List<String> INCLUDED = List.of("b.conf", "c.conf", "sub/d.conf");
  private static final int MOST_DEPTH = 5;

  private final Random random;

  ConfTexts(long seed) {
    this.random = new Random(seed);
  }

  /** The files of one configuration, of which no one includes one before it. */
  Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("nats.conf", file(INCLUDED));
    files.put("b.conf", file(List.of("c.conf", "sub/d.conf")));
    files.put("c.conf", file(List.of("./sub/../sub/d.conf")));
    files.put("sub/d.conf", file(List.of()));
    return files;
  }

  private String file(List<String> includes) {
    String text = settings(0, includes);
    if (chance(5)) {
      text = any(SPACES) + "{" + any(SPACES) + text + any(SPACES) + "}" + any(SPACES);
    }
    return chance(3) ? damaged(text) : text;
  }

  private String damaged(String text) {
    int at = text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length()) + 1));
    return switch (random.nextInt(3)) {
      case 0 -> text.substring(0, at);
      case 1 -> text.substring(0, at) + any(FAULTS) + text.substring(at);
      default ->
          text.substring(0, at)
              + text.substring(at < text.length() ? text.offsetByCodePoints(at, 1) : at);
    };
  }

  private String settings(int depth, List<String> includes) {
    return many(
        6,
        () -> {
          if (chance(12)) {
            return comment();
          } else if (chance(10) && !includes.isEmpty()) {
            return any(List.of("include ", "INCLUDE ", "İnclude\t", "include  "))
                + path(includes)
                + any(ENDS);
          }
          return key() + any(SEPARATORS) + value(depth, includes) + any(ENDS);
        });
  }

  private String path(List<String> includes) {
    String path = any(includes);
    return switch (random.nextInt(4)) {
      case 0 -> "'" + path + "'";
      case 1 -> '"' + path + '"';
      case 2 -> chance(8) ? "missing.conf" : "/" + path;
      default -> path;
    };
  }

  private String key() {
    String key = any(KEYS);
    return switch (random.nextInt(6)) {
      case 0 -> "'" + key + "'";
      case 1 -> '"' + key + any(IN_QUOTES.subList(0, 9)) + '"';
      default -> key;
    };
  }

  private String value(int depth, List<String> includes) {
    int kind = random.nextInt(depth < MOST_DEPTH ? 10 : 6);
    return switch (kind) {
      case 6, 7 -> "{" + any(SPACES) + settings(depth + 1, includes) + any(SPACES) + "}";
      case 8, 9 ->
          "["
              + any(SPACES)
              + many(
                  4,
                  () ->
                      value(depth + 1, includes)
                          + any(List.of(",", ", ", "\n", " ,", "", " ", "#c\n")))
              + any(SPACES)
              + "]";
      case 5 -> "(\n" + any(IN_QUOTES) + any(List.of("\n)\n", "\n) x\n)\n", ")\n", "\n)"));
      case 4 -> "'" + many(3, () -> any(IN_QUOTES)) + "'";
      case 3 -> '"' + many(3, () -> any(chance(3) ? ESCAPED : IN_QUOTES)) + '"';
      default -> any(SCALARS);
    };
  }

  private String comment() {
    return any(List.of("#", "//", "/")) + any(IN_QUOTES) + "\n";
  }

  private String many(int most, Supplier<String> one) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      text.append(one.get());
    }
    return text.toString();
  }

  private boolean chance(int of) {
    return random.nextInt(of) == 0;
  }

  private String any(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }
}
