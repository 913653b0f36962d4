package dev.natstoken.operator.nats.foreign;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Path of a file as a server sees it, absolute and without dots. Not a {@code java.nio.file.Path}:
 * that one is of this machine, and throws at some texts.
 */
public record ConfPath(List<String> names) {

  /** Of an absolute one, or of one that is relative to the root. */
  public static ConfPath of(String text) {
    return new ConfPath(List.of()).resolve(text);
  }

  /**
   * From this folder on. Like Go's {@code filepath.Join}, it takes no leading slash as absolute.
   */
  public ConfPath resolve(String path) {
    Deque<String> all = new ArrayDeque<>(names);
    for (String name : path.split("/", -1)) {
      if (name.equals("..")) {
        all.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        all.add(name);
      }
    }
    return new ConfPath(List.copyOf(all));
  }

  public ConfPath folder() {
    return resolve("..");
  }

  /** Whether it is this folder or in it. */
  public boolean isIn(ConfPath folder) {
    return names.size() >= folder.names.size()
        && names.subList(0, folder.names.size()).equals(folder.names);
  }

  /** What to write into a file of this folder to include that one. */
  public String relative(ConfPath file) {
    int common = 0;
    while (common < Math.min(names.size(), file.names.size())
        && names.get(common).equals(file.names.get(common))) {
      common++;
    }
    List<String> way = new ArrayList<>();
    for (int i = common; i < names.size(); i++) {
      way.add("..");
    }
    way.addAll(file.names.subList(common, file.names.size()));
    return String.join("/", way);
  }

  @Override
  public String toString() {
    return "/" + String.join("/", names);
  }
}
