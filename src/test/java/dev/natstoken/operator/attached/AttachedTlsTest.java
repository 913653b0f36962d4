package dev.natstoken.operator.attached;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttachedTlsTest {

  @Test
  void serversAreTakenAtTheirWord() {
    assertThat(tls(Map.of("nats-0", true), "nats://nats:4222", false).access().tls()).isTrue();
    assertThat(tls(Map.of("nats-0", false), "tls://nats:4222", true).access().tls()).isFalse();
  }

  @Test
  void aServerWithoutTlsKeepsClientsFromIt() {
    AttachedTls tls = tls(Map.of("nats-0", true, "nats-1", false), "tls://nats:4222", true);
    assertThat(tls.access().tls()).isFalse();
    assertThat(tls.login(pod("nats-0"))).isPresent();
    assertThat(tls.login(pod("nats-1"))).isEmpty();
  }

  @Test
  void whileNoneAnswersWhatWasPublishedStays() {
    assertThat(tls(Map.of(), "tls://nats:4222", false).access().tls()).isTrue();
    assertThat(tls(Map.of(), "nats://nats:4222", true).access().tls()).isFalse();
  }

  @Test
  void untilAFirstOneAnswersItsConfigurationDecides() {
    assertThat(AttachedTls.of(Map.of(), Optional.empty(), true).access().tls()).isTrue();
    assertThat(AttachedTls.of(Map.of(), Optional.empty(), false).access().tls()).isFalse();
  }

  private static AttachedTls tls(Map<String, Boolean> said, String published, boolean configured) {
    return AttachedTls.of(said, Optional.of(published), configured);
  }

  private static Pod pod(String name) {
    return new PodBuilder().withNewMetadata().withName(name).endMetadata().build();
  }
}
