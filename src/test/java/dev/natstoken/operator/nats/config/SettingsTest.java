package dev.natstoken.operator.nats.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.natstoken.operator.nats.config.Setting.Block;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void whatNatsServerDoesByItselfIsNotWritten() {
    Settings settings =
        Settings.NONE
            .with(Setting.MAX_PAYLOAD, null)
            .with(Setting.DEBUG, false)
            .with(Setting.LOGTIME, true)
            .with(Setting.WEBSOCKET_ALLOWED_ORIGINS, List.of());
    assertThat(settings).isEqualTo(Settings.NONE);
  }

  @Test
  void theLastValueCountsAlsoIfItIsTheDefault() {
    assertThat(Settings.NONE.with(Setting.DEBUG, true).with(Setting.DEBUG, false))
        .isEqualTo(Settings.NONE);
    Settings others = Settings.NONE.with(Setting.PING_MAX, 2);
    assertThat(Settings.NONE.with(Setting.PING_MAX, 1).with(others)).isEqualTo(others);
  }

  @Test
  void aValueOfAnotherKindIsRefused() {
    Map<Setting, Object> wrong =
        Map.of(
            Setting.MAX_PAYLOAD,
            "1",
            Setting.PING_INTERVAL,
            1,
            Setting.WEBSOCKET_ALLOWED_ORIGINS,
            List.of(1),
            Setting.DEBUG,
            "on",
            Setting.LOGTIME,
            0);
    wrong.forEach((setting, value) ->
        assertThatIllegalArgumentException().isThrownBy(() -> Settings.NONE.with(setting, value)));
  }

  @Test
  void noTwoSettingsHaveTheSamePlace() {
    assertThat(Stream.of(Setting.values()).map(s -> s.block() + " " + s.key()))
        .doesNotHaveDuplicates();
  }

  @Test
  void aBlockKnowsItsOwnKeysAndNoOthers() {
    assertThat(Block.TOP.knows("mqtt")).isTrue();
    assertThat(Block.TOP.knows("max_payload")).isTrue();
    assertThat(Block.TOP.knows("ack_wait")).isFalse();
    assertThat(Block.TOP.knows("")).isFalse();
    assertThat(Block.MQTT.knows("ack_wait")).isTrue();
    assertThat(Block.MQTT.knows("tls")).isTrue();
    assertThat(Block.MQTT.knows("mqtt")).isFalse();
    assertThat(Block.JETSTREAM.knows("tls")).isFalse();
  }

  @Test
  void noValueIsTold() {
    assertThat(Settings.NONE.with(Setting.AUTHORIZATION_TOKEN, "x7q"))
        .asString()
        .doesNotContain("x7q");
  }
}
