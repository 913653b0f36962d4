package dev.natstoken.operator.observed;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The name of a server's pod: that of its StatefulSet, a hyphen and its ordinal. */
public final class ServerName {

  /** As the StatefulSet controller writes it: no sign, no leading zero. */
  private static final Pattern ORDINAL = Pattern.compile("0|[1-9][0-9]{0,8}");

  private ServerName() {}

  /** The ordinal in this set; empty if the name is none of its names. */
  public static OptionalInt ordinal(String set, String pod) {
    return pod.startsWith(set + "-")
        ? number(pod.substring(set.length() + 1))
        : OptionalInt.empty();
  }

  /** The ordinal, of whichever set; empty if the name ends in none. */
  public static OptionalInt ordinal(String pod) {
    return number(pod.substring(pod.lastIndexOf('-') + 1));
  }

  private static OptionalInt number(String text) {
    return ORDINAL.matcher(text).matches()
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }
}
