package dev.natstoken.operator.events;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.Locale;
import java.util.Optional;

/**
 * What an Event says of the condition Stalled: its reason, its message, and where more stands.
 *
 * @param page address of docs/troubleshooting.md, which has a heading for each reason
 */
public record StalledNote(Optional<String> page) {

  String of(Condition stalled) {
    String text = stalled.getReason() + ": " + stalled.getMessage();
    return page.map(p -> p + "#" + stalled.getReason().toLowerCase(Locale.ROOT))
        .map(address -> shortened(text, address) + ". See " + address)
        .orElse(text);
  }

  /** So that the end of the Event is not cut, where the address stands. */
  private static String shortened(String text, String address) {
    int most = EventPublisher.LONGEST_NOTE - ". See ".length() - address.length();
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
