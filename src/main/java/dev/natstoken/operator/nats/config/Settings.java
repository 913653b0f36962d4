package dev.natstoken.operator.nats.config;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Settings of one server with their values; for what is absent, nats-server has its own value. */
public record Settings(Map<Setting, Object> values) {

  public static final Settings NONE = new Settings(Map.of());

  public Settings {
    Map<Setting, Object> copy = new EnumMap<>(Setting.class);
    copy.putAll(values);
    values = Collections.unmodifiableMap(copy);
  }

  /** The same with this value. Null, and nats-server's own default, are as if it were absent. */
  public Settings with(Setting setting, Object value) {
    Map<Setting, Object> more = new EnumMap<>(Setting.class);
    more.putAll(values);
    if (value == null) {
      more.remove(setting);
    } else if (!setting.kind().takes(value)) {
      throw new IllegalArgumentException(setting + " takes no " + value.getClass().getSimpleName());
    } else if (setting.kind().isDefault(value)) {
      more.remove(setting);
    } else {
      more.put(setting, value);
    }
    return new Settings(more);
  }

  /** The same with all of others. */
  public Settings with(Settings others) {
    Map<Setting, Object> all = new EnumMap<>(Setting.class);
    all.putAll(values);
    all.putAll(others.values);
    return new Settings(all);
  }

  /** Whether there is anything in this block. */
  boolean has(Setting.Block block) {
    return values.keySet().stream().anyMatch(s -> s.block() == block);
  }

  /** As nats.conf has them, each block in its place, all in the order of their names. */
  Map<String, Map<String, Object>> blocks() {
    Map<String, Map<String, Object>> blocks = new TreeMap<>();
    values.forEach((setting, value) ->
        blocks
            .computeIfAbsent(setting.block().key(), key -> new TreeMap<>())
            .put(setting.key(), value));
    return blocks;
  }

  /** The names alone: a value may be the hash of a token. */
  @Override
  public String toString() {
    return "Settings" + values.keySet();
  }
}
