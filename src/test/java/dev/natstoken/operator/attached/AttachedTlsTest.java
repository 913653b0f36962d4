package dev.natstoken.operator.attached;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.TestAuthority;
import dev.natstoken.operator.nats.tls.Authorities;
import dev.natstoken.operator.nats.tls.TlsLogin;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttachedTlsTest {

  private static final Optional<Boolean> YES = Optional.of(true);
  private static final Optional<Boolean> NO = Optional.of(false);
  private static final Optional<Boolean> UNKNOWN = Optional.empty();
  private static final Map<String, Boolean> BOTH = Map.of("nats-0", true, "nats-1", true);
  private static final Map<String, Boolean> ONE = Map.of("nats-0", true, "nats-1", false);
  private static final Map<String, Boolean> NEITHER = Map.of("nats-0", false, "nats-1", false);

  @Test
  void noWordOfAServerTurnsClientsToDoingWithoutTls() {
    for (Map<String, Boolean> said : List.of(Map.<String, Boolean>of(), BOTH, ONE, NEITHER)) {
      assertThat(isPublic(said, YES, YES)).as("%s and nats.conf", said).isTrue();
      assertThat(isPublic(said, YES, UNKNOWN)).as("%s, nats.conf unread", said).isTrue();
      assertThat(isPublic(said, UNKNOWN, YES)).as("%s at first", said).isTrue();
    }
  }

  @Test
  void whereNatsConfWantsNoneAFirstServerWithoutItDecides() {
    assertThat(isPublic(BOTH, YES, NO)).isTrue();
    assertThat(isPublic(Map.of(), YES, NO)).isTrue();
    assertThat(isPublic(ONE, YES, NO)).isFalse();
  }

  @Test
  void clientsGoOverToTlsWhenEveryServerThatAnswersWantsIt() {
    assertThat(isPublic(BOTH, NO, YES)).isTrue();
    assertThat(isPublic(ONE, NO, YES)).isFalse();
    assertThat(isPublic(Map.of(), NO, YES)).isFalse();
  }

  @Test
  void atFirstNatsConfDecidesOrTheServersWhereItCannotBeRead() {
    assertThat(isPublic(BOTH, UNKNOWN, NO)).isFalse();
    assertThat(isPublic(BOTH, UNKNOWN, UNKNOWN)).isTrue();
    assertThat(isPublic(Map.of(), UNKNOWN, UNKNOWN)).isFalse();
  }

  @Test
  void aTokenGoesToAServerWithoutTlsOnlyWhereNobodySpeaksOfTls() {
    assertThat(login(ONE, NO, NO, Authorities.NONE, "nats-1")).isEmpty();
    assertThat(login(ONE, NO, NO, Authorities.NONE, "nats-0")).isPresent();
    assertThat(login(NEITHER, NO, YES, Authorities.NONE, "nats-1")).isPresent();
    assertThat(login(NEITHER, YES, UNKNOWN, Authorities.NONE, "nats-1")).isPresent();
    assertThat(login(NEITHER, NO, NO, authority(), "nats-1"))
        .hasValueSatisfying(login -> {
          assertThat(login.judges()).isTrue();
          assertThat(login.host()).isEqualTo("nats-1.nats.shop.svc or nats.shop.svc");
        });
  }

  @Test
  void withoutAnAuthorityNothingVouchesForAServer() {
    assertThat(login(BOTH, YES, YES, Authorities.NONE, "nats-0"))
        .hasValueSatisfying(login -> assertThat(login.judges()).isFalse());
  }

  @Test
  void clientsAreToldWhomToTrust() {
    assertThat(new AttachedTls(BOTH, YES, YES, authority()).access().authority()).isPresent();
    assertThat(new AttachedTls(BOTH, YES, YES, Authorities.NONE).access().authority()).isEmpty();
  }

  private static Authorities authority() {
    return Authorities.read(new TestAuthority("servers").pem());
  }

  private static boolean isPublic(
      Map<String, Boolean> said, Optional<Boolean> published, Optional<Boolean> configured) {
    return new AttachedTls(said, published, configured, Authorities.NONE).access().tls();
  }

  private static Optional<TlsLogin> login(
      Map<String, Boolean> said,
      Optional<Boolean> published,
      Optional<Boolean> configured,
      Authorities authorities,
      String name) {
    Pod pod = new PodBuilder().withNewMetadata().withName(name).endMetadata().build();
    StatefulSet set =
        new StatefulSetBuilder()
            .withNewMetadata()
            .withName("nats")
            .withNamespace("shop")
            .endMetadata()
            .withNewSpec()
            .withServiceName("nats")
            .endSpec()
            .build();
    return new AttachedTls(said, published, configured, authorities)
        .login(pod, new AttachedServers(set, List.of(pod), List.of()));
  }
}
