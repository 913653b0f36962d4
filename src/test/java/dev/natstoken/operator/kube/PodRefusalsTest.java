package dev.natstoken.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import org.junit.jupiter.api.Test;

class PodRefusalsTest {

  private static final StatefulSet SET =
      new StatefulSetBuilder()
          .withNewMetadata()
          .withName("orders-nats")
          .withUid("set-uid")
          .endMetadata()
          .build();

  @Test
  void onlyTheControllersEventsAboutThisSetAreRead() {
    assertThat(PodRefusals.isOfController(event("statefulset-controller", "set-uid"), SET))
        .isTrue();
    assertThat(PodRefusals.isOfController(event("replicaset-controller", "set-uid"), SET))
        .isFalse();
    assertThat(PodRefusals.isOfController(event(null, "set-uid"), SET)).isFalse();
    assertThat(PodRefusals.isOfController(event("statefulset-controller", "former"), SET))
        .isFalse();
  }

  @Test
  void aControllerThatOnlyNamesASourceIsRead() {
    Event old =
        new EventBuilder(event("", "set-uid"))
            .withNewSource("statefulset-controller", null)
            .build();
    assertThat(PodRefusals.isOfController(old, SET)).isTrue();
  }

  @Test
  void itsWordsAreQuotedOnOneLineAndCut() {
    String message =
        PodRefusals.problem(SET, "quota” of you\n\u001b[31mis over\u202e " + "x".repeat(5000))
            .message();
    assertThat(message)
        .contains("an Event says “quota\" of you [31mis over ")
        .contains("x…”. Raise the quota")
        .doesNotContain("\n", "\u001b", "\u202e")
        .hasSizeLessThan(600);
  }

  private static Event event(String reporter, String uid) {
    return new EventBuilder()
        .withNewInvolvedObject()
        .withKind("StatefulSet")
        .withName("orders-nats")
        .withUid(uid)
        .endInvolvedObject()
        .withReportingComponent(reporter)
        .build();
  }
}
