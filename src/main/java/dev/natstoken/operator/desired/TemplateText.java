package dev.natstoken.operator.desired;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One text of a template, in its parts. Two opening braces begin a placeholder, whose word stands
 * between them and two closing ones; all else is as it is.
 */
record TemplateText(List<Part> parts) {

  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";

  /** A piece of the user's text, or what stands for one. */
  sealed interface Part {

    /** A piece of the user's text. */
    record Literal(String text) implements Part {}

    /** To be filled in. */
    record Reference(Placeholder placeholder) implements Part {}
  }

  /** What is filled in for a placeholder, and how long that is. */
  record Value(String text, int bytes) {

    static Value of(String text) {
      return new Value(text, bytesOf(text));
    }

    /** Without the text, which may be a token. */
    @Override
    public String toString() {
      return "Value";
    }
  }

  /** Empty if two opening braces begin no placeholder. */
  static Optional<TemplateText> parse(String text) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, from)) {
      int close = text.indexOf(CLOSE, open);
      Optional<Placeholder> placeholder =
          close < 0
              ? Optional.empty()
              : Placeholder.of(text.substring(open + OPEN.length(), close));
      if (placeholder.isEmpty()) {
        return Optional.empty();
      }
      parts.add(new Part.Literal(text.substring(from, open)));
      parts.add(new Part.Reference(placeholder.get()));
      from = close + CLOSE.length();
    }
    parts.add(new Part.Literal(text.substring(from)));
    return Optional.of(new TemplateText(List.copyOf(parts)));
  }

  /** How long it is when filled in, which costs no memory to know. */
  long bytes(Map<Placeholder, Value> values) {
    return parts.stream()
        .mapToLong(part ->
            switch (part) {
              case Part.Literal(String text) -> bytesOf(text);
              case Part.Reference(Placeholder placeholder) -> values.get(placeholder).bytes();
            })
        .sum();
  }

  String filledIn(Map<Placeholder, Value> values) {
    return parts.stream()
        .map(part ->
            switch (part) {
              case Part.Literal(String text) -> text;
              case Part.Reference(Placeholder placeholder) -> values.get(placeholder).text();
            })
        .collect(Collectors.joining());
  }

  private static int bytesOf(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
