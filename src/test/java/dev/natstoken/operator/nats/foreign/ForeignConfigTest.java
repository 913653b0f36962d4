package dev.natstoken.operator.nats.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That real servers read the same: {@link ConfLanguageIT}. */
class ForeignConfigTest {

  private static final ConfPath MAIN = ConfPath.of("/etc/nats-config/nats.conf");
  private static final ConfPath OURS = ConfPath.of("/etc/nats-auth/authorization.conf");

  private final Map<ConfPath, String> files = new HashMap<>(Map.of(OURS, ""));

  @Test
  void jsonInTheFormOfTheOfficialChartIsRead() {
    ForeignConfig config =
        read(
            """
            {
              "cluster": {
                "name": "nats",
                "routes": ["nats://a:6222", "nats://b:6222"]
              },
              "http_port": 8222,
              "server_name": $SERVER_NAME,
              include ../nats-auth/authorization.conf;
            }
            """);
    assertThat(config.includes(OURS)).isTrue();
    assertThat(config.keys()).containsExactly("cluster", "http_port", "server_name");
    assertThat(config.rival()).isEmpty();
  }

  @Test
  void theLooserFormsOfPeopleAreRead() {
    ForeignConfig config =
        read(
            """
            # authorization { token: no }
            // accounts
            listen = 0.0.0.0:4222; port 4333, debug: true
            url: nats://a//b # a slash alone is no comment
            plain: word // but this is: {
            INCLUDE "../nats-auth/authorization.conf"
            "no_auth_user'": 'c}d' # no
            text: (
            authorization: {
            )
            """);
    assertThat(config.includes(OURS)).isTrue();
    assertThat(config.keys())
        .containsExactly("listen", "port", "debug", "url", "plain", "no_auth_user'", "text");
    assertThat(config.rival()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a: {", "a: \"b", "a: [1, 2", "a", "{ a: 1", "a: b c", "include [x]", ":"})
  void whatNatsServerWouldNotTakeIsNotRead(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "Authorization { token: x } | Authorization",
        "authorİzation { token: x } | authorİzation",
        "no_auth_user: x | no_auth_user",
        "operator: x.jwt | operator",
        "roots: [x] | roots",
        "root_operator: x | root_operator",
        "trusted: X | trusted",
        "trusted_keys: [X] | trusted_keys",
        "resolver: MEMORY | resolver",
        "account_resolver: MEMORY | account_resolver",
        "accounts_resolver: MEMORY | accounts_resolver",
        "accounts { A { users: [ {user: u} ] } } | accounts.A.users",
        "accounts: $ACCOUNTS | accounts",
        "a { users: [ {user: u} ] }; accounts { A $a } | accounts.A.users",
        "ws { authentication { token: x } } | ws.authentication.token",
        "websocket { no_auth_user: x } | websocket.no_auth_user",
        "mqtt { authorization { username: x } } | mqtt.authorization.username",
        "leaf { authorization { nkey: x } } | leaf.authorization.nkey",
        "leafnodes { authorization { users: [ {user: x} ] } } | leafnodes.authorization.users",
      })
  void whateverElseDecidesWhoGetsInIsARival(String text, String key) {
    assertThat(read(text).rival()).contains(new Rival(key, MAIN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cluster { authorization { user: a, password: b } }",
        "gateway { authorization { user: a, password: b } }",
        "accounts { A { jetstream: true, users: [] }, B {} }",
        "accounts: [A, B]",
        "websocket { authorization { timeout: 2 }, token_cookie: x }",
        "leafnodes { authorization { timeout: 2 }, remotes: [ {url: \"nats://t@h\"} ] }",
        "authentication { token: x }",
        "\"accounts.A.users\": 1",
        "system_account: SYS",
      })
  void whatDecidesOfOthersOrOfNobodyIsNone(String text) {
    assertThat(read(text).rival()).isEmpty();
  }

  @Test
  void aKeyWithoutAValueGivesItsNameToTheBlockAsInNatsServer() {
    assertThat(read("accounts { authorization }\n").rival())
        .contains(new Rival("authorization", MAIN));
  }

  @Test
  void includedFilesCountWhereTheyAreIncluded() {
    put("/etc/nats-config/a.conf", "include sub/b.conf\ninclude ./../nats-auth/authorization.conf");
    put("/etc/nats-config/sub/b.conf", "no_auth_user: x");
    put("/etc/nats-config/users.conf", "users: [ {user: u} ]");
    // nats-server takes no path as absolute.
    ForeignConfig config = read("include /a.conf");
    assertThat(config.includes(OURS)).isTrue();
    assertThat(config.rival())
        .contains(new Rival("no_auth_user", ConfPath.of("/etc/nats-config/sub/b.conf")));
    assertThat(read("accounts { A { include users.conf } }").rival())
        .contains(new Rival("accounts.A.users", ConfPath.of("/etc/nats-config/users.conf")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cluster { include ../nats-auth/authorization.conf }",
        "cluster { include inner.conf }",
        "include: '../nats-auth/authorization.conf'",
        "\"include\" '../nats-auth/authorization.conf'",
        "include /etc/nats-auth/authorization.conf",
        "include ../nats-auth/authorization.conf,",
      })
  void whatIsNotIncludedAtTheTopDoesNotCount(String text) {
    put("/etc/nats-config/inner.conf", "include ../nats-auth/authorization.conf");
    assertThat(read(text).includes(OURS)).isFalse();
  }

  @Test
  void filesThatCannotBeHadAreNamed() {
    assertThat(read("include a.conf\ncluster { include \"b\uD800.conf\" }").missing())
        .containsExactly(
            ConfPath.of("/etc/nats-config/a.conf"), ConfPath.of("/etc/nats-config/b\uD800.conf"));
  }

  @Test
  void tlsIsRequiredUnlessClientsMayChoose() {
    assertThat(read("port: 4222").requiresTls()).isFalse();
    assertThat(read("cluster { tls { verify: true } }").requiresTls()).isFalse();
    assertThat(read("TLS { cert_file: a }; allow_non_tls: no").requiresTls()).isTrue();
    assertThat(read("tls {}\nallow_non_tls: yes").requiresTls()).isFalse();
    put("/etc/nats-config/tls.conf", "tls { cert_file: a }");
    assertThat(read("include tls.conf").requiresTls()).isTrue();
    assertThat(read("v: true\ntls {}\nallow_non_tls: $v").requiresTls()).isFalse();
  }

  @Test
  void ofOneKeyTheLastValueCounts() {
    assertThat(read("tls {}\nallow_non_tls: true\nallow_non_tls: false").requiresTls()).isTrue();
  }

  /** Hours, were it not for the bounds; seconds with them, of which others may take most. */
  @Test
  @Timeout(60)
  void aHostileTextEndsWithAnExceptionAndSoon() {
    List<String> texts =
        List.of(
            "a {".repeat(300_000),
            "a [".repeat(300_000),
            "a: " + "[".repeat(300_000),
            "include nats.conf",
            "include twice.conf",
            "b: 1\n".repeat(100_000) + "a: $b\n".repeat(100_000),
            "a: 99999999999999999999");
    put("/etc/nats-config/twice.conf", "include twice/1.conf");
    for (int i = 1; i < 30; i++) {
      put(
          "/etc/nats-config/twice/" + i + ".conf",
          "include %d.conf\ninclude %d.conf\n".formatted(i + 1, i + 1));
    }
    for (String text : texts) {
      assertThatThrownBy(() -> read(text)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(read("{".repeat(300_000) + "\n").keys()).isEmpty();
  }

  private void put(String path, String text) {
    files.put(ConfPath.of(path), text);
  }

  private ForeignConfig read(String text) {
    files.put(MAIN, text);
    return ForeignConfig.read(MAIN, path -> Optional.ofNullable(files.get(path)));
  }
}
