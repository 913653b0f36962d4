package dev.natstoken.operator.nats.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A value in a nats.conf. Of strings and numbers nothing is kept: one could be a password, and
 * nobody asks for them.
 */
public sealed interface ConfValue {

  /** A string, a number, or a date. */
  record Plain() implements ConfValue {}

  record Flag(boolean on) implements ConfValue {}

  record Items(List<ConfValue> items) implements ConfValue {}

  /** A variable that is not set in the file, so that the server looks for it in its environment. */
  record Unknown() implements ConfValue {}

  /** A map, with every setting of a key, of which nats-server takes the last one. */
  record Block(List<Setting> settings) implements ConfValue {

    Block() {
      this(new ArrayList<>());
    }

    /** The value of a key in lower case. */
    Optional<ConfValue> last(String key) {
      return settings.stream().filter(s -> s.is(key)).reduce((a, b) -> b).map(Setting::value);
    }

    boolean isOn(String key) {
      return last(key).filter(v -> v instanceof Flag flag && flag.on()).isPresent();
    }
  }

  /**
   * A key with its value.
   *
   * @param key as it is written
   * @param file where it stands
   */
  record Setting(String key, ConfValue value, ConfPath file) {

    /** The server does not tell capitals from others in them. */
    String name() {
      return GoText.toLower(key);
    }

    boolean is(String name) {
      return name().equals(name);
    }
  }
}
