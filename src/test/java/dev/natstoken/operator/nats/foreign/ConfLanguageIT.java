package dev.natstoken.operator.nats.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.RunningServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What real servers read in a text, as {@code nats-server -t} tells it, is what we read in it. */
@Tag("nats")
class ConfLanguageIT {

  private static final Pattern UNKNOWN =
      Pattern.compile("unknown field \"((?:[^\"\\\\]|\\\\.)*)\"");

  /** Keys that no server knows, so that it names each of them. */
  private static final List<String> TEXTS =
      List.of(
          "a: b // c: {\nd: 1",
          "a: nats://h//i\nd: 1",
          "a: b # {\n# e: 1\nd = 1",
          "a: b#c\nd: 1",
          "a: b c",
          "a b; c d, e: f }",
          "a: 'b\\' # c: 1'\nd: 1",
          "a: \"b\\\"\nd: 1\" \ne: 2",
          "a: \"b\\q\"",
          "a: b'c'\n",
          "a: b'\nd: 1",
          "'a b': 1, \"c\\\": 2",
          "a{b: 1}\nc: 2",
          "a {b}\nc: 1",
          "a {b: }\nc: 1",
          "a { b: 1kbb }\nc: 1",
          "a: [1, 2]\nb: 3\n",
          "a: [1, 2 ]\nb: 3\n",
          "a: [1, 2]\nb: 3\n]\nc: 4",
          "a: [ {b: 1} {c: 2} ]",
          "a: [ {b: 1}, {c: 2} ] d: 1",
          "a: [ 'b', // ]\n c ]\nd: 1",
          "a: (\nb: 1\n)\nc: 2",
          "a: ( b )\nc: 2",
          "a: (\n) b\n)\nc: 2",
          "a: (\nb\n)",
          "a: (\nb\n) \nc: 1",
          "a:\nb: 1",
          "a\n:\tb",
          "a\nb\nc: 1",
          "a",
          "a:",
          "a }",
          "}",
          "{",
          "{ a: 1",
          "{ a: 1\n",
          "{ a: 1 }\nb: 2",
          "{ a: 1 } b: 2",
          "{{ a: 1 }, b: 2 }\nc: 3",
          "{ \"a\": {\"b\": 1}, \"c\": [\"d\"] }",
          "a: 1.2.3.4:80\nb: 0.0.0.0x",
          "a: -1\nb: -x",
          "a: 1k\nb: 1kx\nc: 2024-01-01T00:00:00Z",
          "a: 2024-01\n",
          "a: 99999999999999999999",
          "a: $2a$04$x\nb: 1",
          "include b.conf\nd: 1",
          "INCLUDE b.conf;d: 1",
          "Include 'b.conf', d: 1",
          "include \"b.conf\" # c",
          "include /b.conf",
          "include ./x/../b.conf\n",
          "include b.conf, d: 1",
          "include b.conf // d",
          "include: b.conf\nd: 1",
          "include = b.conf",
          "\"include\" b.conf\nd: 1",
          "include\nb.conf",
          "a { include b.conf }\nd: 1",
          "{ include b.conf; \"d\": 1 }",
          "include b.conf}\nd: 1",
          "a: include b.conf",
          "include twice.conf",
          "include bad.conf",
          "include missing.conf",
          "/ a: 1",
          "a: 1 / b: 2",
          "a { / b: 1 }\nc: 1",
          "a: 1\u00a0\nb: 1",
          "a\u00a0b\u2003c: 1",
          "\u00e9\uD83D\uDE00: 1",
          "a: 1\0",
          "}\0a: 1",
          "a: b\r\nc: d\r",
          "a: b\u000bc: d",
          "a; b: 1");

  private static final ConfPath MAIN = ConfPath.of("/nats.conf");

  @TempDir Path folder;

  static Stream<Arguments> cases() {
    return RunningServer.programs().stream()
        .flatMap(program -> TEXTS.stream().map(text -> Arguments.of(program, text)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isReadHereAsAServerReadsIt(Path program, String text) throws Exception {
    Files.writeString(folder.resolve("nats.conf"), text);
    Files.writeString(folder.resolve("b.conf"), "included: 1\nfurther: {}");
    Files.writeString(folder.resolve("twice.conf"), "include b.conf\ninclude b.conf\n");
    Files.writeString(folder.resolve("bad.conf"), "a: [");
    assertThat(ours()).isEqualTo(theirs(program));
  }

  static Stream<Arguments> rivals() {
    List<String> texts =
        List.of(
            "no_auth_user: x\noperator: x\nroots: [x]\nroot_operators: x\ntrusted: X",
            "operators: x\nroot: x\nroot_operator: x\ntrusted_keys: [X]",
            "resolver: MEM",
            "account_resolver: MEM",
            "accounts_resolver: MEM",
            "ws { authentication { user: a, pass: b, token: x } }",
            "websocket { authorization { username: a, password: b }, no_auth_user: x }",
            "mqtt { authentication { user: a, pass: b, token: x } }",
            "mqtt { authorization { username: a, password: b }, no_auth_user: x }",
            "leaf { authorization { user: x, pass: y, nkey: x } }",
            "leafnodes { authorization { username: x, password: y, users: [ {user: x} ] } }",
            "accounts { A { users: [ {user: x} ] } }");
    return RunningServer.programs().stream()
        .flatMap(program -> texts.stream().map(text -> Arguments.of(program, text)));
  }

  @ParameterizedTest
  @MethodSource("rivals")
  void everyRivalIsAKeyThatServersKnow(Path program, String text) throws Exception {
    Files.writeString(folder.resolve("nats.conf"), text);
    assertThat(theirs(program).orElse(Set.of())).isEmpty();
    assertThat(ForeignConfig.read(MAIN, path -> Optional.of(text)).rival()).isPresent();
  }

  private Optional<Set<String>> ours() {
    try {
      ForeignConfig config =
          ForeignConfig.read(ConfPath.of(folder.resolve("nats.conf").toString()), this::text);
      return config.missing().isEmpty()
          ? Optional.of(new TreeSet<>(config.keys()))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<String> text(ConfPath path) {
    try {
      Path file = Path.of(path.toString());
      return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The keys at the top, all of which it does not know; nothing if it cannot read the text. */
  private Optional<Set<String>> theirs(Path program) throws Exception {
    Process process =
        new ProcessBuilder(program.toAbsolutePath().toString(), "-t", "-c", "nats.conf")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Set<String> unknown =
        UNKNOWN
            .matcher(said)
            .results()
            .map(ConfLanguageIT::unquoted)
            .collect(Collectors.toCollection(TreeSet::new));
    boolean read = said.contains(" is valid ") || said.contains("config has no values");
    return read || !unknown.isEmpty() ? Optional.of(unknown) : Optional.empty();
  }

  private static String unquoted(MatchResult found) {
    return found
        .group(1)
        .replace("\\u00a0", "\u00a0")
        .replace("\\u2003", "\u2003")
        .replace("\\x00", "\0")
        .replace("\\v", "\u000b")
        .replace("\\\\", "\\");
  }
}
