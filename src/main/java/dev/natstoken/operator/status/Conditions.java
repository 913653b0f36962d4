package dev.natstoken.operator.status;

import dev.natstoken.operator.outcome.ConditionState;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One condition per type, sorted by type. The time of a transition changes only with the status of
 * its condition, so an unchanged state makes an equal list.
 */
public final class Conditions {

  public static final String READY = ConditionState.READY_TRUE.type();
  public static final String RECONCILING = ConditionState.RECONCILING.type();
  public static final String STALLED = ConditionState.STALLED.type();
  public static final String FORMER_TOKEN = ConditionState.FORMER_TOKEN.type();
  public static final String VERIFIED = ConditionState.VERIFIED_TRUE.type();
  public static final String PAUSED = ConditionState.PAUSED.type();
  public static final List<String> TYPES =
      Arrays.stream(ConditionState.values()).map(ConditionState::type).distinct().toList();

  private final Clock clock;
  private final long generation;
  private final List<Condition> previous;
  private final Map<String, Condition> next = new TreeMap<>();

  public Conditions(Clock clock, long generation, List<Condition> previous) {
    this.clock = clock;
    this.generation = generation;
    this.previous = previous;
  }

  public Conditions set(ConditionState state, Reason reason, String message) {
    String since =
        find(previous, state.type())
            .filter(c -> state.status().equals(c.getStatus()))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    next.put(
        state.type(),
        new ConditionBuilder()
            .withType(state.type())
            .withStatus(state.status())
            .withReason(reason.name())
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

  /** Whether it was reported as Ready, and for the spec of now. */
  boolean wereReady() {
    return find(previous, READY)
        .filter(c -> "True".equals(c.getStatus()))
        .filter(c -> Objects.equals(c.getObservedGeneration(), generation))
        .isPresent();
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
