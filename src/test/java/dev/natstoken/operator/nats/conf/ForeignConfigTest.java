package dev.natstoken.operator.nats.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignConfigTest {

  @Test
  void jsonInTheFormOfTheOfficialChartIsRead() {
    ForeignConfig config =
        ForeignConfig.of(
            """
            {
              "cluster": {
                "name": "nats",
                "routes": ["nats://a:6222", "nats://b:6222"]
              },
              "http_port": 8222,
              "server_name": $SERVER_NAME,
              include ../auth/authorization.conf;
            }
            """);
    assertThat(config.includes()).containsExactly("../auth/authorization.conf");
    assertThat(config.keys())
        .containsExactly("cluster", "cluster/name", "cluster/routes", "http_port", "server_name");
  }

  @Test
  void theLooserFormsOfPeopleAreRead() {
    ForeignConfig config =
        ForeignConfig.of(
            """
            # authorization { token: no }
            // accounts
            listen = 0.0.0.0:4222; port 4333, debug: true
            include "./a.conf"
            Authorization {
              user: "a{b", password: 'c}d' # no
              users = [ {user: x, password: y} {user: z} ]
            }
            accounts: {
              A { users: [{user: "u"}], exports [ {stream: "s"} ] }
              include b.conf
            }
            text: (
            authorization: {
            )
            """);
    assertThat(config.includes()).containsExactly("./a.conf");
    assertThat(config.keys())
        .contains(
            "listen", "port", "debug", "authorization", "authorization/users", "accounts/a/users")
        .doesNotContain("no", "authorization/x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: {", "a: \"b", "a: [1, 2", "}", "a:", "{ a: 1", "]"})
  void whatIsCutOffIsNotRead(String text) {
    assertThatThrownBy(() -> ForeignConfig.of(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
