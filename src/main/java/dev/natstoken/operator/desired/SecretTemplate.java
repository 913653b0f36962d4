package dev.natstoken.operator.desired;

import dev.natstoken.operator.desired.TemplateText.Value;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Further keys of a Secret for clients, each made from a text of the user:
 *
 * <ol>
 *   <li>A placeholder gives what stands in the same Secret under the key that it names, be it a
 *       token; nothing where no such key is.
 *   <li>There is nothing else to it: no conditions, no functions, and what is filled in is not
 *       looked at again.
 *   <li>Refused are a placeholder that there is not, a key that the Secret has anyway or cannot
 *       have, and what would be longer than {@link #MOST_BYTES} in all. Then there are no further
 *       keys at all, rather than some.
 * </ol>
 *
 * @param texts by key
 */
public record SecretTemplate(Map<String, String> texts) {

  /** Of all keys together. A Secret takes four times as much. */
  public static final int MOST_BYTES = 256 * 1024;

  /** What a Secret for clients has by itself, always or at times. */
  static final Set<String> RESERVED =
      Stream.concat(
              TokenSecret.FOR_CLIENTS.stream(),
              Stream.of(TokenMarks.NEXT_TOKEN, TokenMarks.PREVIOUS_TOKEN))
          .collect(Collectors.toUnmodifiableSet());

  private static final Pattern KEY = Pattern.compile("(?!\\.$|\\.\\.)[-._a-zA-Z0-9]{1,253}");

  /** What came of it. */
  public sealed interface Result {

    /** The keys and their texts. */
    record FilledIn(Map<String, String> data) implements Result {

      /** Without the texts, which hold tokens. */
      @Override
      public String toString() {
        return "FilledIn";
      }
    }

    /**
     * There are none.
     *
     * @param why a sentence without its stop
     */
    record Refused(String why) implements Result {}
  }

  /**
   * Fills it in.
   *
   * @param secret what stands under a key of the Secret
   */
  public Result fillIn(Function<String, Optional<String>> secret) {
    Map<String, TemplateText> parsed = new TreeMap<>();
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      String key = entry.getKey();
      Optional<TemplateText> text = TemplateText.parse(entry.getValue());
      if (RESERVED.contains(key) || !KEY.matcher(key).matches()) {
        return new Result.Refused(
            "a Secret has key " + key + " by itself, or cannot have it; take another");
      }
      if (text.isEmpty()) {
        return new Result.Refused(
            "key " + key + " has {{ where none of " + known() + " follows; mend its text");
      }
      parsed.put(key, text.get());
    }
    return fillIn(parsed, values(secret));
  }

  private static Result fillIn(Map<String, TemplateText> parsed, Map<Placeholder, Value> values) {
    long bytes = parsed.values().stream().mapToLong(text -> text.bytes(values)).sum();
    if (bytes > MOST_BYTES) {
      return new Result.Refused(
          "its keys would have " + bytes + " bytes, more than " + MOST_BYTES + "; make it shorter");
    }
    Map<String, String> data = new TreeMap<>();
    parsed.forEach((key, text) -> data.put(key, text.filledIn(values)));
    return new Result.FilledIn(data);
  }

  private static Map<Placeholder, Value> values(Function<String, Optional<String>> secret) {
    Map<Placeholder, Value> values = new EnumMap<>(Placeholder.class);
    for (Placeholder placeholder : Placeholder.values()) {
      values.put(placeholder, Value.of(secret.apply(placeholder.key).orElse("")));
    }
    return values;
  }

  private static String known() {
    return Stream.of(Placeholder.values())
        .map(p -> "{{" + p.word + "}}")
        .collect(Collectors.joining(", "));
  }
}
