package dev.natstoken.operator.nats.foreign;

import dev.natstoken.operator.nats.foreign.ConfValue.Block;
import dev.natstoken.operator.nats.foreign.ConfValue.Setting;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads a nats.conf with the files that it includes in their places. A stranger's text must not
 * cost much, so how much is read is limited: files can include each other many times over.
 */
public final class ConfReader {

  private static final int MOST_FILES = 200;
  private static final int MOST_NESTED = 20;
  private static final int MOST_CHARACTERS = 4 << 20;

  private final Function<ConfPath, Optional<String>> files;
  private final Set<ConfPath> atTop = new LinkedHashSet<>();
  private final Set<ConfPath> missing = new LinkedHashSet<>();
  private int count;
  private int characters;

  /**
   * For one configuration.
   *
   * @param files text of a file, if it can be had
   */
  ConfReader(Function<ConfPath, Optional<String>> files) {
    this.files = files;
  }

  /** Throws {@link IllegalArgumentException} if nats-server would not take one of the files. */
  Block read(ConfPath file) {
    atTop.add(file);
    return read(file, List.of());
  }

  /** The files of which the keys are at the top, with the first one. */
  Set<ConfPath> filesAtTop() {
    return atTop;
  }

  /** The included files that could not be had. */
  Set<ConfPath> missing() {
    return missing;
  }

  private Block read(ConfPath file, List<ConfPath> around) {
    Optional<String> text = files.apply(file);
    count++;
    characters += text.map(String::length).orElse(0);
    if (count > MOST_FILES
        || characters > MOST_CHARACTERS
        || around.size() > MOST_NESTED
        || around.contains(file)) {
      throw new IllegalArgumentException("includes without an end");
    } else if (text.isEmpty()) {
      missing.add(file);
      return new Block();
    }
    List<ConfPath> chain = Stream.concat(around.stream(), Stream.of(file)).toList();
    ConfTree tree =
        new ConfTree(file, (path, top) -> included(file.folder().resolve(path), top, chain));
    ConfLexer.lex(text.get(), tree);
    return tree.top();
  }

  private List<Setting> included(ConfPath file, boolean top, List<ConfPath> chain) {
    if (top && atTop.containsAll(chain)) {
      atTop.add(file);
    }
    return read(file, chain).settings();
  }
}
