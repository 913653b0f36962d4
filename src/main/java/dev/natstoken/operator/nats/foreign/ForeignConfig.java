package dev.natstoken.operator.nats.foreign;

import dev.natstoken.operator.nats.foreign.ConfValue.Block;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a nats.conf that somebody else wrote says of who gets in, with the files that it includes.
 * No value of it is kept.
 */
public final class ForeignConfig {

  private final Block top;
  private final Set<ConfPath> filesAtTop;
  private final List<ConfPath> missing;

  private ForeignConfig(Block top, ConfReader reader) {
    this.top = top;
    this.filesAtTop = Set.copyOf(reader.filesAtTop());
    this.missing = List.copyOf(reader.missing());
  }

  /**
   * Reads it. Throws {@link IllegalArgumentException} if nats-server would not take it.
   *
   * @param files text of a file, if it can be had
   */
  public static ForeignConfig read(ConfPath file, Function<ConfPath, Optional<String>> files) {
    ConfReader reader = new ConfReader(files);
    return new ForeignConfig(reader.read(file), reader);
  }

  /** Whether it includes this file, directly or not, and outside of any block. */
  public boolean includes(ConfPath file) {
    return filesAtTop.contains(file);
  }

  /** The files of which nothing is known, but that they are included, in order. */
  public List<ConfPath> missing() {
    return missing;
  }

  public Optional<Rival> rival() {
    return Rival.in(top);
  }

  /** Keys at the top, as they are written. */
  List<String> keys() {
    return top.settings().stream().map(ConfValue.Setting::key).toList();
  }

  /** Whether clients cannot come without TLS. */
  public boolean requiresTls() {
    return top.last("tls").isPresent() && !top.isOn("allow_non_tls");
  }
}
