package dev.natstoken.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.events.StalledNote;
import dev.natstoken.operator.events.Transitions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookalikesTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final List<String> said = new ArrayList<>();
  private final Lookalikes lookalikes =
      new Lookalikes(
          new Transitions(
              (resource, reason, note) -> said.add(reason + ": " + note),
              new StalledNote(Optional.empty())));
  private final NatsTokenAuth orders = resource("orders");

  @Test
  void oneIsNamedOnceWithWhatToDo() {
    for (int i = 0; i < 100; i++) {
      tell(orders, i, pod("evil-7", 0));
    }
    assertThat(said)
        .singleElement()
        .asString()
        .startsWith("LookalikeIgnored: ")
        .contains("Pod evil-7. ", "app.kubernetes.io/instance", "delete it");
  }

  @Test
  void ofManyTheOldestThreeAreNamedInOneSentence() {
    tell(
        orders,
        0,
        IntStream.range(0, 50).mapToObj(i -> pod("p" + i, i)).toArray(HasMetadata[]::new));
    assertThat(said)
        .singleElement()
        .asString()
        .contains("Pod p0, Pod p1, Pod p2 and others. ")
        .doesNotContain("p3");
  }

  @Test
  void whoMakesOneAfterTheOtherIsToldOfEveryTenMinutes() {
    for (int minute = 0; minute < 60; minute++) {
      tell(orders, minute, pod("p" + minute, 0));
    }
    assertThat(said).hasSize(6);
  }

  @Test
  void eachResourceIsToldOfItsOwn() {
    tell(orders, 0, pod("evil-7", 0));
    tell(resource("other"), 0, pod("evil-7", 0));
    tell(orders, 0);
    assertThat(said).hasSize(2);
  }

  private void tell(NatsTokenAuth resource, int minutes, HasMetadata... objects) {
    lookalikes.tell(resource, List.of(objects), NOW.plus(Duration.ofMinutes(minutes)));
  }

  private static HasMetadata pod(String name, int age) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withCreationTimestamp(NOW.plusSeconds(age).toString())
        .endMetadata()
        .build();
  }

  private static NatsTokenAuth resource(String uid) {
    NatsTokenAuth resource = new NatsTokenAuth();
    resource.setMetadata(new ObjectMetaBuilder().withName(uid).withUid(uid).build());
    return resource;
  }
}
