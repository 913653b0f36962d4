package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.nats.config.JetStreamConfig;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JetStreamWishTest {

  private static final long GI = 1L << 30;

  @Test
  void nothingIsStoredUnlessTheUserWantsIt() {
    assertThat(JetStreamWish.config(spec("{}"), Optional.empty())).isEmpty();
    assertThat(JetStreamWish.storage(spec("{}"), Optional.empty())).isEmpty();
  }

  @Test
  void aStoreThatIsNotWantedMayHoldNothing() {
    NatsTokenAuthSpec memory = spec("{jetstream: {memoryStore: {maxSize: 1Gi}}}");
    assertThat(config(memory))
        .isEqualTo(new JetStreamConfig(GI, 0, Optional.empty(), Optional.empty(), false));
    assertThat(JetStreamWish.storage(memory, Optional.empty()).orElseThrow().claim()).isEmpty();
    assertThat(
            config(
                spec(
                    "{replicas: 3, jetstream: {domain: d, syncInterval: always, fileStore: {pvc: {size: 10Gi}}}}")))
        .isEqualTo(new JetStreamConfig(0, 9 * GI, Optional.of("d"), Optional.of("always"), true));
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

  private static long maxFile(NatsTokenAuthSpec spec, String claimSize) {
    return JetStreamWish.config(spec, Optional.of(claimSize)).orElseThrow().maxFile();
  }

  private static JetStreamConfig config(NatsTokenAuthSpec spec) {
    return JetStreamWish.config(spec, Optional.empty()).orElseThrow();
  }

  private static NatsTokenAuthSpec spec(String spec) {
    return Serialization.unmarshal("spec: " + spec, NatsTokenAuth.class).specOrDefaults();
  }
}
