package dev.natstoken.operator.observed;

import dev.natstoken.operator.desired.ConfigurationMap;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.RoutesSecret;
import dev.natstoken.operator.nats.config.ConfigDigest;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was made for a resource and nothing controls any more: the resource was deleted without its
 * objects and made anew, or a backup was restored, which brings back no owners.
 *
 * <ol>
 *   <li>A Service, a StatefulSet, a NetworkPolicy or a PodDisruptionBudget is taken up. Nothing of
 *       it is believed: what it should say is applied over it.
 *   <li>A configuration is taken up if a server is marked with its digest and its text has that
 *       digest, together with that of the routes. Any other may be anybody's, and its hash and its
 *       number would be believed.
 *   <li>The Secret of the routes is taken up. Its password stays if such a configuration shows that
 *       servers have it; else somebody may have chosen it, and there is another.
 *   <li>Pods and claims are left to the StatefulSet controller, and what outlives its owner needs
 *       none.
 * </ol>
 *
 * <p>Whoever makes a StatefulSet or a pod to have something believed could mount the token as well.
 *
 * @param objects those to be taken up as they are
 * @param strangeRoutes the Secret of the routes, if it is to lose its password
 */
public record Orphans(List<HasMetadata> objects, Optional<Secret> strangeRoutes) {

  public static final Orphans NONE = new Orphans(List.of(), Optional.empty());

  /**
   * Finds them.
   *
   * @param labelled what has the labels of the resource
   * @param routes the Secret of the routes, whoever has it
   */
  public static Orphans of(Owner owner, List<HasMetadata> labelled, Optional<Secret> routes) {
    Ownership ownership = Ownership.of(owner, set(owner, labelled));
    Optional<Secret> orphanedRoutes = routes.filter(ownership::isOrphan);
    List<HasMetadata> orphans =
        labelled.stream().filter(o -> !(o instanceof Secret)).filter(ownership::isOrphan).toList();
    if (orphans.isEmpty() && orphanedRoutes.isEmpty()) {
      return NONE;
    }
    Set<String> marks = marks(owner, labelled, ownership);
    List<String> routesTexts = routes.map(RoutesSecret::texts).orElse(List.of());
    boolean proved =
        labelled.stream()
            .anyMatch(o ->
                o instanceof ConfigMap map
                    && isProved(map, marks, routesTexts)
                    && !isProved(map, marks, List.of("")));
    return new Orphans(
        Stream.concat(
                orphans.stream()
                    .filter(
                        o -> !(o instanceof ConfigMap map) || isProved(map, marks, routesTexts)),
                orphanedRoutes.filter(_ -> proved).stream())
            .toList(),
        orphanedRoutes.filter(_ -> !proved));
  }

  private static Optional<StatefulSet> set(Owner owner, List<HasMetadata> labelled) {
    return labelled.stream()
        .flatMap(o -> o instanceof StatefulSet set ? Stream.of(set) : Stream.empty())
        .filter(s -> s.getMetadata().getName().equals(owner.names().statefulSet()))
        .filter(owner::controlsOrLeft)
        .findFirst();
  }

  /** The digests with which servers are marked, and the set that makes them. */
  private static Set<String> marks(Owner owner, List<HasMetadata> labelled, Ownership ownership) {
    Stream<String> pods =
        labelled.stream()
            .filter(Pod.class::isInstance)
            .filter(p -> ownership.counts(p) || ownership.isAdoptable(p))
            .map(p -> Configurations.digest(p.getMetadata()));
    Stream<String> set =
        set(owner, labelled)
            .map(s -> Configurations.digest(s.getSpec().getTemplate().getMetadata()))
            .stream();
    return Stream.concat(pods, set).filter(ConfigDigest::is).collect(Collectors.toSet());
  }

  private static boolean isProved(ConfigMap map, Set<String> marks, List<String> routesTexts) {
    String digest = Configurations.digest(map.getMetadata());
    String text = map.getData() == null ? null : map.getData().get(ConfigurationMap.FILE);
    return text != null
        && marks.contains(digest)
        && routesTexts.stream().anyMatch(routes -> digest.equals(digest(text, routes)));
  }

  private static String digest(String natsConf, String routesConf) {
    try {
      return ConfigDigest.of(natsConf, routesConf);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
