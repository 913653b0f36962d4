package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.ServerSet;
import dev.natstoken.operator.desired.ServersStatefulSet;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.rotation.Shape;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The StatefulSet that a resource has, beside the one that it should have. */
final class LiveSet {

  private LiveSet() {}

  /** Where one may exist, the API server is asked too: it may have lost the label. */
  static Optional<StatefulSet> find(Reconciliation about, boolean mayExist) {
    String name = about.owner().names().statefulSet();
    return about
        .applier()
        .cached(StatefulSet.class, name)
        .or(() -> mayExist ? about.applier().read(StatefulSet.class, name) : Optional.empty())
        .filter(about.owner()::controls);
  }

  /** Whether it differs from the desired one in nothing but its shape and labels. */
  static boolean hasTemplateOf(Reconciliation about, ServerSet desired, StatefulSet actual) {
    ServerSet sameShape = desired.shaped(actual.getSpec().getReplicas(), Rollout.partition(actual));
    StatefulSet wanted = ServersStatefulSet.desired(sameShape);
    wanted.getMetadata().setLabels(common(wanted, actual));
    return about.applier().matches(wanted, actual);
  }

  private static Map<String, String> common(HasMetadata wanted, HasMetadata actual) {
    Map<String, String> labels = new HashMap<>(wanted.getMetadata().getLabels());
    labels.entrySet().retainAll(actual.getMetadata().getLabels().entrySet());
    return labels;
  }

  /** Changes size and partition alone; the template stays, whatever it should be by now. */
  static StatefulSet reshape(Reconciliation about, StatefulSet actual, Shape shape) {
    if (actual.getSpec().getReplicas() == shape.replicas()
        && Rollout.partition(actual) == shape.partition()) {
      return actual;
    }
    return about
        .applier()
        .patch(
            StatefulSet.class,
            actual,
            "{\"spec\":{\"replicas\":%d,\"updateStrategy\":{\"rollingUpdate\":{\"partition\":%d}}}}"
                .formatted(shape.replicas(), shape.partition()));
  }

  /**
   * Makes it anew around its pods, which do not notice: for what cannot be changed in it. Should
   * this end between the two writes, the next pass finds no StatefulSet and creates it.
   */
  static void remake(Reconciliation about, StatefulSet actual, ServerSet set) {
    about.applier().deleteAlone(actual);
    about
        .applier()
        .create(StatefulSet.class, ServersStatefulSet.desired(set), about.owner()::controls);
  }
}
