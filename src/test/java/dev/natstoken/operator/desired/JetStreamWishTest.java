package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.nats.config.Setting;
import dev.natstoken.operator.nats.config.Settings;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JetStreamWishTest {

  private static final long GI = 1L << 30;

  @Test
  void nothingIsStoredUnlessTheUserWantsIt() {
    assertThat(settings(spec("{}"))).isEqualTo(Settings.NONE);
    assertThat(JetStreamWish.storage(spec("{}"), Optional.empty())).isEmpty();
  }

  @Test
  void aStoreThatIsNotWantedMayHoldNothing() {
    NatsTokenAuthSpec memory = spec("{jetstream: {memoryStore: {maxSize: 1Gi}}}");
    assertThat(settings(memory)).isEqualTo(limits(GI, 0));
    assertThat(JetStreamWish.storage(memory, Optional.empty()).orElseThrow().claim()).isEmpty();
    assertThat(
            settings(
                spec(
                    "{jetstream: {domain: d, syncInterval: always, fileStore: {pvc: {size: 10Gi}}}}")))
        .isEqualTo(
            limits(0, 9 * GI)
                .with(Setting.JETSTREAM_DOMAIN, "d")
                .with(Setting.JETSTREAM_SYNC_INTERVAL, "always"));
  }

  @Test
  void streamsNeverMayTakeMoreThanTheClaimsHaveByNow() {
    NatsTokenAuthSpec wanted = spec("{jetstream: {fileStore: {pvc: {size: 20Gi}}}}");
    String growing = "10Gi";
    assertThat(maxFile(wanted, growing)).isEqualTo(9 * GI);
    NatsTokenAuthSpec most = spec("{jetstream: {fileStore: {maxSize: 15Gi, pvc: {size: 20Gi}}}}");
    assertThat(maxFile(most, growing)).isEqualTo(10 * GI);
    assertThat(maxFile(most, "20Gi")).isEqualTo(15 * GI);
    assertThat(JetStreamWish.storage(wanted, Optional.of(growing)).orElseThrow().claim())
        .hasValueSatisfying(c -> assertThat(c.size()).isEqualTo("10Gi"));
  }

  private static Object maxFile(NatsTokenAuthSpec spec, String claimSize) {
    Settings settings = JetStreamWish.settings(spec, Optional.of(claimSize));
    return settings.values().get(Setting.JETSTREAM_MAX_FILE);
  }

  private static Settings settings(NatsTokenAuthSpec spec) {
    return JetStreamWish.settings(spec, Optional.empty());
  }

  private static Settings limits(long memory, long file) {
    return Settings.NONE
        .with(Setting.JETSTREAM_MAX_MEMORY, memory)
        .with(Setting.JETSTREAM_MAX_FILE, file);
  }

  private static NatsTokenAuthSpec spec(String spec) {
    return Serialization.unmarshal("spec: " + spec, NatsTokenAuth.class).specOrDefaults();
  }
}
