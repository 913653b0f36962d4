package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.TestAuthority;
import dev.natstoken.operator.TestAuthority.Request;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.nats.tls.ServerCertificate;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecondServerTest {

  private static final Owner OWNER = new Owner("shop", "orders", "uid", Map.of());
  private static final String FIRST = "orders-nats-0.orders-nats-headless.shop.svc";

  @Test
  void aSingleServerHasOneByDefault() {
    assertThat(second("{}").possible()).isTrue();
    assertThat(second("{}").note(spec("{}"))).isEmpty();
  }

  @Test
  void theUserCanDoWithout() {
    assertThat(note("{rotation: {surge: false}}"))
        .hasValue("a new token cuts its clients while it restarts: spec.rotation.surge is false");
  }

  @Test
  void withJetStreamThereIsNone() {
    assertThat(note("{jetstream: {memoryStore: {maxSize: 1Gi}}}"))
        .get()
        .asString()
        .endsWith("with JetStream no second one can stand in for it");
  }

  @Test
  void clientsMustBeAbleToVerifyIt() {
    assertThat(SecondServer.of(spec("{}"), OWNER, certificates(FIRST)).note(spec("{}")))
        .get()
        .asString()
        .endsWith("is not valid for orders-nats-1.orders-nats-headless.shop.svc");
    assertThat(
            SecondServer.of(spec("{}"), OWNER, certificates("*.orders-nats-headless.shop.svc"))
                .possible())
        .isTrue();
  }

  @Test
  void whoHasMoreServersOrWantsNoOverlapIsToldNothing() {
    assertThat(note("{replicas: 3, rotation: {surge: false}}")).isEmpty();
    assertThat(note("{rotation: {surge: false, overlap: 0s}}")).isEmpty();
  }

  @Test
  void itIsNoReplica() {
    assertThat(SecondServer.counted(1, 2)).isEqualTo(1);
    assertThat(SecondServer.counted(1, 1)).isEqualTo(1);
    assertThat(SecondServer.counted(1, 0)).isZero();
    assertThat(SecondServer.counted(1, 3)).isEqualTo(3);
    assertThat(SecondServer.counted(2, 2)).isEqualTo(2);
  }

  private static Optional<String> note(String spec) {
    return second(spec).note(spec(spec));
  }

  private static SecondServer second(String spec) {
    return SecondServer.of(spec(spec), OWNER, Certificates.NONE);
  }

  private static NatsTokenAuthSpec spec(String yaml) {
    return Serialization.unmarshal("---\n" + yaml, NatsTokenAuthSpec.class);
  }

  private static Certificates certificates(String... names) {
    var issued = new TestAuthority("authority").issue(Request.of(names));
    return new Certificates(
        Optional.of(ServerCertificate.read(issued.tlsCrt(), issued.tlsKey(), Optional.empty())),
        List.of(),
        Optional.empty());
  }
}
