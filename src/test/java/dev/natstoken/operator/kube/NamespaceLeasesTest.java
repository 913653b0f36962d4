package dev.natstoken.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NamespaceLeasesTest {

  @Test
  void aLeaseThatIsNotRenewedIsRespectedForADayAtMost() {
    assertThat(NamespaceLeases.duration(lease(Integer.MAX_VALUE))).isEqualTo(Duration.ofDays(1));
    assertThat(NamespaceLeases.duration(lease(660))).isEqualTo(Duration.ofMinutes(11));
  }

  private static Lease lease(int seconds) {
    return new LeaseBuilder().withNewSpec().withLeaseDurationSeconds(seconds).endSpec().build();
  }
}
