package dev.natstoken.operator.kube;

import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Why the API server takes no more pods of a StatefulSet (a quota, Pod Security, a webhook). The
 * StatefulSet's status does not tell; its Events do. They are only read while pods are missing from
 * a set that is not brand new.
 *
 * <p>Whoever may create Events in the namespace can forge one, in the name of the StatefulSet
 * controller too. So its words decide nothing; they are shown as what they are, an Event's.
 */
public final class PodRefusals {

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration RECENT = Duration.ofMinutes(15);
  private static final String CONTROLLER = "statefulset-controller";

  /** The controller itself counts up the one Event that it has for a message. */
  private static final long MOST = 200;

  private final KubernetesClient client;

  public PodRefusals(KubernetesClient client) {
    this.client = client;
  }

  public Optional<Problem> of(StatefulSet set, Collection<Pod> pods, Instant now) {
    Instant created = Instant.parse(set.getMetadata().getCreationTimestamp());
    boolean someLeave = pods.stream().anyMatch(p -> p.getMetadata().getDeletionTimestamp() != null);
    if (someLeave
        || pods.size() >= set.getSpec().getReplicas()
        || created.plus(PATIENCE).isAfter(now)) {
      return Optional.empty();
    }
    return WriteRefusal.told(() -> events(set)).stream()
        .filter(e -> isOfController(e, set))
        .filter(e -> e.getLastTimestamp() != null && isRecent(e, now))
        .max(Comparator.comparing(Event::getLastTimestamp))
        .map(e -> problem(set, e.getMessage()));
  }

  static boolean isOfController(Event event, StatefulSet set) {
    String reporter =
        event.getReportingComponent() == null || event.getReportingComponent().isEmpty()
            ? event.getSource() == null ? null : event.getSource().getComponent()
            : event.getReportingComponent();
    var subject = event.getInvolvedObject();
    return CONTROLLER.equals(reporter)
        && subject != null
        && "StatefulSet".equals(subject.getKind())
        && set.getMetadata().getUid().equals(subject.getUid());
  }

  private static boolean isRecent(Event event, Instant now) {
    Instant last = Instant.parse(event.getLastTimestamp());
    return last.plus(RECENT).isAfter(now) && !last.isAfter(now.plus(RECENT));
  }

  static Problem problem(StatefulSet set, String answer) {
    return new Problem(
        Reason.PodsRefused,
        "Kubernetes refuses pods of StatefulSet "
            + set.getMetadata().getName()
            + "; an Event says "
            + Problem.reported(answer)
            + ". Raise the quota or mend the policy");
  }

  private List<Event> events(StatefulSet set) {
    return client
        .v1()
        .events()
        .inNamespace(set.getMetadata().getNamespace())
        .withField("involvedObject.uid", set.getMetadata().getUid())
        .withField("reason", "FailedCreate")
        .list(new ListOptionsBuilder().withLimit(MOST).build())
        .getItems();
  }
}
