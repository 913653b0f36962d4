package dev.natstoken.operator.reconciler;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.List;

/** Configurations that no server has any more, and none will have again. */
final class SupersededConfigurations {

  private SupersededConfigurations() {}

  /**
   * Removes those there are.
   *
   * @param newest the name of the one that stays
   * @param first what comes before the first goes; if it throws, none goes
   */
  static void remove(Reconciliation about, String newest, Runnable first) {
    List<ConfigMap> superseded =
        about.own().configurations().stream()
            .filter(about.owner()::controls)
            .filter(m -> !m.getMetadata().getName().equals(newest))
            .toList();
    if (!superseded.isEmpty()) {
      first.run();
      superseded.forEach(about.deleter()::delete);
    }
  }
}
