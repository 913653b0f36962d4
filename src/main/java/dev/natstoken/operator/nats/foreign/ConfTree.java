package dev.natstoken.operator.nats.foreign;

import dev.natstoken.operator.nats.foreign.ConfValue.Block;
import dev.natstoken.operator.nats.foreign.ConfValue.Flag;
import dev.natstoken.operator.nats.foreign.ConfValue.Items;
import dev.natstoken.operator.nats.foreign.ConfValue.Plain;
import dev.natstoken.operator.nats.foreign.ConfValue.Setting;
import dev.natstoken.operator.nats.foreign.ConfValue.Unknown;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes a tree of what stands in one file, as {@code conf/parse.go} of nats-server 2.12.15 and
 * 2.15.2 does. There, too, a key without a value waits on the stack of keys for the next one.
 */
public final class ConfTree implements ConfSink {

  private static final int MOST_LEVELS = 100;

  /** Each is looked for in all that stands before it. */
  private static final int MOST_VARIABLES = 1000;

  private static final Set<String> ON = Set.of("true", "on", "yes");
  private static final Pattern INTEGER = Pattern.compile("(-?[0-9]+)(\\P{Nd}*)");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+\\.[0-9]+");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
  private static final Pattern UNIT = Pattern.compile("([kmgtpe](b|i|ib)?)?");

  /** Reads an included file. */
  @FunctionalInterface
  interface Includes {
    List<Setting> read(String path, boolean atTop);
  }

  private final ConfPath file;
  private final Includes includes;
  private final Block top = new Block();
  private final Deque<ConfValue> around = new ArrayDeque<>(List.of(top));
  private final Deque<String> keys = new ArrayDeque<>();
  private boolean keyWaits;
  private int variables;

  ConfTree(ConfPath file, Includes includes) {
    this.file = file;
    this.includes = includes;
  }

  Block top() {
    return top;
  }

  @Override
  public void item(Kind kind, String text) {
    switch (kind) {
      case KEY -> keys.push(text);
      case INCLUDE -> include(text);
      case MAP_START -> open(new Block());
      case ARRAY_START -> open(new Items(new ArrayList<>()));
      case MAP_END, ARRAY_END -> set(around.pop());
      case STRING -> set(new Plain());
      case BOOL -> set(new Flag(ON.contains(GoText.toLower(text))));
      case INTEGER -> integer(text);
      case FLOAT -> decimal(text);
      case DATETIME -> date(text);
      case VARIABLE -> set(variable(text.substring(1)));
      case COMMENT_START, TEXT -> {}
      case EOF -> {
        // The brace behind JSON.
        if (keyWaits && !"}".equals(keys.peek())) {
          throw new IllegalArgumentException("a key without a value");
        }
      }
    }
    keyWaits = kind == Kind.KEY;
  }

  private void open(ConfValue value) {
    if (around.size() > MOST_LEVELS) {
      throw new IllegalArgumentException("too deep");
    }
    around.push(value);
  }

  private void set(ConfValue value) {
    if (around.element() instanceof Items array) {
      array.items().add(value);
    } else if (around.element() instanceof Block map && !keys.isEmpty()) {
      map.settings().add(new Setting(keys.pop(), value, file));
    }
  }

  private void include(String path) {
    List<Setting> settings = includes.read(path, around.size() == 1);
    if (around.element() instanceof Block map) {
      map.settings().addAll(settings);
    }
  }

  /** With a unit that there is not, nats-server sets nothing. */
  private void integer(String text) {
    var matcher = INTEGER.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a number");
    }
    Long.parseLong(matcher.group(1));
    if (UNIT.matcher(GoText.toLower(matcher.group(2))).matches()) {
      set(new Plain());
    }
  }

  private void decimal(String text) {
    if (!DECIMAL.matcher(text).matches() || Double.isInfinite(Double.parseDouble(text))) {
      throw new IllegalArgumentException("not a number");
    }
    set(new Plain());
  }

  private void date(String text) {
    try {
      DATE.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("not a date");
    }
    set(new Plain());
  }

  private ConfValue variable(String name) {
    if (name.startsWith("2a$")) {
      return new Plain(); // a bcrypt hash without quotes
    }
    if (++variables > MOST_VARIABLES) {
      throw new IllegalArgumentException("too many variables");
    }
    for (ConfValue context : around) {
      if (context instanceof Block map) {
        // From the last one on, which is the one that counts, and mostly near.
        for (Setting each : map.settings().reversed()) {
          if (each.key().equals(name)) {
            return each.value();
          }
        }
      }
    }
    return new Unknown();
  }
}
