package dev.natstoken.operator.nats.foreign;

import dev.natstoken.operator.nats.foreign.ConfValue.Block;
import dev.natstoken.operator.nats.foreign.ConfValue.Setting;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A key of a nats.conf by which something else than our token decides who gets in.
 *
 * @param key with those around it, such as {@code accounts.A.users}
 * @param file where it stands
 */
public record Rival(String key, ConfPath file) {

  /**
   * Those that nats-server 2.12.15 and 2.15.2 know, from {@code processConfigFileLine}, {@code
   * parseAccounts}, {@code parseWebsocket}, {@code parseMQTT} and {@code parseLeafAuthorization} of
   * their {@code server/opts.go}. Routes and gateways ask for a password of their own; that lets no
   * client in.
   */
  private static final List<List<Pattern>> RIVALS =
      Stream.of(
              "authorization|no_auth_user",
              "operators?|roots?|root_operators?|trusted|trusted_keys",
              "resolver|accounts?_resolver",
              "accounts .* users",
              "websocket|ws|mqtt no_auth_user",
              "websocket|ws|mqtt authorization|authentication user|username|pass|password|token",
              "leafnodes|leaf authorization user|username|pass|password|nkey|users")
          .map(line -> Stream.of(line.split(" ")).map(Pattern::compile).toList())
          .toList();

  static Optional<Rival> in(Block top) {
    return RIVALS.stream().flatMap(path -> find(top, path, "")).findFirst();
  }

  private static Stream<Rival> find(Block block, List<Pattern> path, String before) {
    return block.settings().stream()
        .filter(s -> path.get(0).matcher(s.name()).matches())
        .flatMap(s -> below(s, path.subList(1, path.size()), before + s.key()));
  }

  /** A value that only the environment of the server shows counts as one: it may be any map. */
  private static Stream<Rival> below(Setting setting, List<Pattern> path, String key) {
    if (setting.value() instanceof ConfValue.Items list && list.items().isEmpty()) {
      return Stream.empty();
    } else if (path.isEmpty() || setting.value() instanceof ConfValue.Unknown) {
      return Stream.of(new Rival(key, setting.file()));
    }
    return setting.value() instanceof Block block ? find(block, path, key + ".") : Stream.empty();
  }
}
