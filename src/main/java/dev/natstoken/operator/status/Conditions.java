package dev.natstoken.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One condition per type, sorted by type. The time of a transition changes only with the status of
 * its condition, so an unchanged state makes an equal list.
 */
public final class Conditions {

  public static final String READY = "Ready";
  public static final String RECONCILING = "Reconciling";
  public static final String STALLED = "Stalled";
  public static final String VERIFIED = "Verified";
  public static final String PAUSED = "Paused";
  public static final List<String> TYPES = List.of(READY, RECONCILING, STALLED, VERIFIED, PAUSED);

  private final Clock clock;
  private final long generation;
  private final List<Condition> previous;
  private final Map<String, Condition> next = new TreeMap<>();

  public Conditions(Clock clock, long generation, List<Condition> previous) {
    this.clock = clock;
    this.generation = generation;
    this.previous = previous;
  }

  public Conditions set(String type, String status, String reason, String message) {
    String since =
        find(previous, type)
            .filter(c -> status.equals(c.getStatus()))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    next.put(
        type,
        new ConditionBuilder()
            .withType(type)
            .withStatus(status)
            .withReason(reason)
            .withMessage(message)
            .withObservedGeneration(generation)
            .withLastTransitionTime(since)
            .build());
    return this;
  }

  /** Takes over what was reported before for this type, if anything was. */
  public Conditions keep(String type) {
    find(previous, type).ifPresent(c -> next.put(type, c));
    return this;
  }

  public List<Condition> list() {
    return List.copyOf(next.values());
  }

  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
  }

  /** When the status of one of these changed last. */
  public static Optional<Instant> lastTransition(List<Condition> conditions) {
    return conditions.stream()
        .map(Condition::getLastTransitionTime)
        .map(Instant::parse)
        .max(Comparator.naturalOrder());
  }

  public static boolean isTrue(List<Condition> conditions, String type) {
    return find(conditions, type).map(c -> "True".equals(c.getStatus())).orElse(false);
  }
}
