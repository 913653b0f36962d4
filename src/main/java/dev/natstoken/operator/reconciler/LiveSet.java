package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.desired.ServerSet;
import dev.natstoken.operator.desired.ServersStatefulSet;
import dev.natstoken.operator.observed.Configurations;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.rotation.Shape;
import io.fabric8.kubernetes.api.model.ConfigMapProjectionBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The StatefulSet that a resource has, beside the one that it should have. What changes it fails if
 * anything but its status changed since it was seen, and runs what it is handed before it writes.
 */
final class LiveSet {

  private static final String ON_DELETE =
      "{\"type\":\"%s\",\"rollingUpdate\":null}".formatted(ServersStatefulSet.ON_DELETE);

  private static final String ROLLING =
      "{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"partition\":%d}}";

  private LiveSet() {}

  /** Where the cache shows none of ours, the API server is asked: it may have lost the label. */
  static Optional<StatefulSet> find(Reconciliation about) {
    String name = about.owner().names().statefulSet();
    return about
        .applier()
        .cached(StatefulSet.class, name)
        .filter(about.owner()::controls)
        .or(() -> about.applier().newest().read(StatefulSet.class, name))
        .filter(about.owner()::controls);
  }

  /** Whether it differs from the desired one in nothing but its shape and labels. */
  static boolean hasTemplateOf(Reconciliation about, ServerSet desired, StatefulSet actual) {
    PodTemplateSpec template = actual.getSpec().getTemplate();
    if (!desired.configuration().digest().equals(Configurations.digest(template.getMetadata()))) {
      return false;
    }
    ServerSet sameShape =
        desired.shaped(
            new ServerSet.Size(
                actual.getSpec().getReplicas(),
                Rollout.partition(actual),
                Rollout.isOnDelete(actual)));
    StatefulSet wanted = ServersStatefulSet.desired(sameShape);
    wanted.getMetadata().setLabels(common(wanted, actual));
    return about.applier().hasTemplate(wanted, actual);
  }

  private static Map<String, String> common(HasMetadata wanted, HasMetadata actual) {
    Map<String, String> labels = new HashMap<>(wanted.getMetadata().getLabels());
    labels.entrySet().retainAll(actual.getMetadata().getLabels().entrySet());
    return labels;
  }

  static ServerSet.Size size(Shape shape) {
    return new ServerSet.Size(shape.replicas(), shape.partition(), shape.onDelete());
  }

  /** Changes its shape alone; the template stays, whatever it should be by now. */
  static StatefulSet reshape(
      Reconciliation about, StatefulSet actual, Shape shape, Runnable first) {
    if (actual.getSpec().getReplicas() == shape.replicas()
        && Rollout.partition(actual) == shape.partition()
        && Rollout.isOnDelete(actual) == shape.onDelete()) {
      return actual;
    }
    String strategy = shape.onDelete() ? ON_DELETE : ROLLING.formatted(shape.partition());
    return about
        .applier()
        .patchSeen(
            StatefulSet.class,
            actual,
            "{\"replicas\":%d,\"updateStrategy\":%s}".formatted(shape.replicas(), strategy),
            first);
  }

  /**
   * Has Kubernetes replace no pod, before the template changes: otherwise it deletes the uppermost
   * one at once, with all its time to stop, to which a kubelet keeps. This is a write of its own
   * because an apply does not take away the partition, which a patch has written.
   */
  static StatefulSet leaveToTheOperator(Reconciliation about, StatefulSet actual, Runnable first) {
    return Rollout.isOnDelete(actual)
        ? actual
        : about
            .applier()
            .patchSeen(
                StatefulSet.class, actual, "{\"updateStrategy\":%s}".formatted(ON_DELETE), first);
  }

  /** The other way round, when every server that had to go is gone. */
  static StatefulSet leaveToKubernetes(Reconciliation about, StatefulSet actual, Runnable first) {
    return Rollout.isOnDelete(actual)
        ? about
            .applier()
            .patchSeen(
                StatefulSet.class,
                actual,
                "{\"updateStrategy\":%s}".formatted(ROLLING.formatted(0)),
                first)
        : actual;
  }

  /**
   * Gives it the configuration with this digest in the place of its own, for all servers; what else
   * they have mounted stays.
   */
  static StatefulSet reconfigure(
      Reconciliation about, StatefulSet actual, String digest, Runnable first) {
    var names = about.owner().names();
    PodTemplateSpec template = actual.getSpec().getTemplate();
    String former = names.configMap(Configurations.digest(template.getMetadata()));
    List<Volume> volumes =
        template.getSpec().getVolumes().stream()
            .map(v ->
                new VolumeBuilder(v)
                    .accept(
                        ConfigMapProjectionBuilder.class,
                        map -> {
                          if (former.equals(map.getName())) {
                            map.withName(names.configMap(digest));
                          }
                        })
                    .build())
            .toList();
    return about
        .applier()
        .patchSeen(
            StatefulSet.class,
            actual,
            Serialization.asJson(
                Map.of(
                    "template",
                    Map.of(
                        "metadata",
                        Map.of("annotations", Map.of(Labels.CONFIG_DIGEST, digest)),
                        "spec",
                        Map.of("volumes", volumes)))),
            first);
  }

  /**
   * Makes it anew around its pods, which do not notice: for what cannot be changed in it. Should
   * this end between the two writes, the next pass finds no StatefulSet and creates it.
   */
  static void remake(Reconciliation about, StatefulSet actual, ServerSet set) {
    about.deleter().deleteAlone(actual);
    about
        .applier()
        .create(StatefulSet.class, ServersStatefulSet.desired(set), about.owner()::controls);
  }
}
