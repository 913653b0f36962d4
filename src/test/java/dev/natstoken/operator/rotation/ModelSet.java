package dev.natstoken.operator.rotation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A StatefulSet and its pods, with the rules of the controller of Kubernetes
 * (pkg/controller/statefulset/stateful_set_control.go; Parallel pod management).
 *
 * @param update revision of the template when the controller last looked
 * @param observed whether the controller has seen the last write
 * @param pods by ordinal
 */
record ModelSet(
    int replicas,
    int partition,
    boolean onDelete,
    Revision template,
    Revision current,
    Revision update,
    boolean observed,
    List<Optional<ModelPod>> pods) {

  static final int MOST = 4;

  static ModelSet created(int replicas, int partition, Revision template) {
    return new ModelSet(replicas, partition, false, template, template, template, false, none());
  }

  static List<Optional<ModelPod>> none() {
    return List.of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The controller has yet to see it, unless the write changes nothing. */
  ModelSet written(int newReplicas, int newPartition, boolean nowOnDelete, Revision newTemplate) {
    ModelSet next =
        new ModelSet(
            newReplicas, newPartition, nowOnDelete, newTemplate, current, update, false, pods);
    return next.hasSpecOf(this) ? this : next;
  }

  /** Whether the generation that Kubernetes gives it may be that of the other. */
  boolean hasSpecOf(ModelSet other) {
    return replicas == other.replicas
        && partition == other.partition
        && onDelete == other.onDelete
        && template.equals(other.template);
  }

  /**
   * One sync of the controller.
   *
   * <ol>
   *   <li>Missing pods are created, below the partition on the current revision.
   *   <li>Pods above the number are deleted.
   *   <li>From the top down to the partition, the first pod on another revision than that of the
   *       template is deleted, unless one above it is not ready, or pods are to be replaced on
   *       delete alone.
   *   <li>When all pods are on the revision of the template and ready, it becomes the current one.
   * </ol>
   */
  ModelSet synced() {
    List<Optional<ModelPod>> next = new ArrayList<>(pods);
    for (int i = 0; i < MOST; i++) {
      if (i >= replicas) {
        next.set(i, Optional.empty());
      } else if (pods.get(i).isEmpty()) {
        next.set(i, Optional.of(ModelPod.created(i < partition ? current : template)));
      }
    }
    for (int i = replicas - 1; i >= partition && !onDelete; i--) {
      ModelPod pod = next.get(i).orElseThrow();
      if (!pod.revision().equals(template)) {
        next.set(i, Optional.empty());
        break;
      }
      if (!pod.ready()) {
        break;
      }
    }
    boolean complete =
        next.equals(pods)
            && !onDelete
            && pods.subList(0, replicas).stream()
                .flatMap(Optional::stream)
                .allMatch(p -> p.ready() && p.revision().equals(template));
    return new ModelSet(
        replicas,
        partition,
        onDelete,
        template,
        complete ? template : current,
        template,
        true,
        List.copyOf(next));
  }

  ModelSet withPod(int ordinal, Optional<ModelPod> pod) {
    List<Optional<ModelPod>> next = new ArrayList<>(pods);
    next.set(ordinal, pod);
    return withPods(List.copyOf(next));
  }

  ModelSet withPods(List<Optional<ModelPod>> next) {
    return new ModelSet(replicas, partition, onDelete, template, current, update, observed, next);
  }

  /** Whether this pod, if it were replaced now, would be of another revision. */
  boolean comesBackChanged(int ordinal) {
    Revision next = ordinal < partition ? current : update;
    return observed && pods.get(ordinal).filter(p -> !p.revision().equals(next)).isPresent();
  }

  /** Those that the number of replicas lets live. */
  List<ModelPod> readyPods() {
    return pods.subList(0, replicas).stream()
        .flatMap(Optional::stream)
        .filter(ModelPod::ready)
        .toList();
  }

  /** The same set as if it had shrunk to this size already. */
  ModelSet without(int fromOrdinal) {
    int size = Math.min(replicas, fromOrdinal);
    return new ModelSet(size, partition, onDelete, template, current, update, observed, pods);
  }

  /** Whether a pod is missing or on its way. */
  boolean hasStarting() {
    return pods.subList(0, replicas).stream()
        .anyMatch(p -> p.filter(q -> q.condition() != ModelPod.Condition.STARTING).isEmpty());
  }

  /** How many ready servers the controller would take, one after the other. */
  long waiting() {
    return onDelete
        ? 0
        : pods.subList(Math.min(partition, replicas), replicas).stream()
            .flatMap(Optional::stream)
            .filter(p -> p.ready() && !p.revision().equals(template))
            .count();
  }

  /** Whether all are ready and the controller is at rest. */
  boolean calm() {
    return observed
        && readyPods().size() == replicas
        && pods.subList(Math.min(partition, replicas), replicas).stream()
            .flatMap(Optional::stream)
            .allMatch(p -> p.revision().equals(template));
  }
}
