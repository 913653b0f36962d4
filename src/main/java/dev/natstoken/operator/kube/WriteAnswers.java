package dev.natstoken.operator.kube;

import dev.natstoken.operator.observed.BoundedMap;
import dev.natstoken.operator.observed.RecentAnswers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What the API server made of what was written. An admission webhook may change fields of ours at
 * every write, and somebody else may take each write back:
 *
 * <ol>
 *   <li>An object that is as our last write of the same left it counts as it should be: another
 *       write would bring nothing else. So does a StatefulSet of which this holds for all but its
 *       size and partition.
 *   <li>That counts for ten minutes; the webhook may be gone by then.
 *   <li>What was written five times within ten minutes and is otherwise again is written more and
 *       more rarely, at last once in a minute; but not what we left otherwise ourselves, because
 *       something else was asked for in between.
 *   <li>An object that was found as desired is so until the cache shows another one, or something
 *       else is desired. Most looks at a resource find all as it was, and a comparison field by
 *       field is the most that they cost.
 * </ol>
 *
 * <p>All of it is in memory only: a restarted operator writes each such object once more.
 */
public final class WriteAnswers {

  private static final Duration VALIDITY = Duration.ofMinutes(10);
  private static final int AT_ONCE = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** What was asked for; a digest, since it may be a Secret. */
  private record Wish(String uid, String digest) {}

  private record Repeated(int times, Instant last) {}

  private record Compared(WeakReference<HasMetadata> actual, String desired) {}

  private final Clock clock;
  private final RecentAnswers<Wish, String> answers = new RecentAnswers<>(VALIDITY);
  private final BoundedMap<Wish, Repeated> repeated = new BoundedMap<>();
  private final BoundedMap<String, String> left = new BoundedMap<>();
  private final BoundedMap<String, Instant> waiting = new BoundedMap<>();
  private final BoundedMap<String, Compared> compared = new BoundedMap<>();

  public WriteAnswers(Clock clock) {
    this.clock = clock;
  }

  /** Takes down what came of a write over what was there before, if anything was. */
  void wrote(HasMetadata desired, Optional<? extends HasMetadata> before, HasMetadata written) {
    Content wanted = Content.of(desired);
    Content there = Content.of(written);
    String digest = wanted.digest();
    String after = there.digest();
    answered(written, digest, after);
    if (desired instanceof StatefulSet) {
      answered(written, wanted.digestOfTemplate(), there.digestOfTemplate());
    }
    if (before.filter(this::isAsWeLeftIt).isEmpty()) {
      count(new Wish(uid(written), digest));
    }
    left.put(uid(written), after);
  }

  /**
   * Whether the object is as desired, by a comparison if this one was not compared with the same
   * before.
   */
  boolean isAsDesired(HasMetadata desired, HasMetadata actual, BooleanSupplier comparison) {
    String digest = Content.of(desired).digest();
    boolean known =
        compared
            .get(uid(actual))
            .filter(c -> c.actual().refersTo(actual) && c.desired().equals(digest))
            .isPresent();
    if (known) {
      return true;
    }
    boolean equal = comparison.getAsBoolean();
    if (equal) {
      compared.put(uid(actual), new Compared(new WeakReference<>(actual), digest));
    }
    return equal;
  }

  /** Takes down that an object is like this because of us. */
  void left(HasMetadata written) {
    left.put(uid(written), Content.of(written).digest());
  }

  private boolean isAsWeLeftIt(HasMetadata actual) {
    return left.get(uid(actual)).filter(Content.of(actual).digest()::equals).isPresent();
  }

  private void count(Wish wish) {
    int before =
        repeated
            .get(wish)
            .filter(r -> r.last().plus(VALIDITY).isAfter(clock.instant()))
            .map(Repeated::times)
            .orElse(0);
    repeated.put(wish, new Repeated(before + 1, clock.instant()));
  }

  /** The same for a write that was only tried, and has changed nothing. */
  void wroteTemplate(StatefulSet desired, StatefulSet written) {
    answered(
        written, Content.of(desired).digestOfTemplate(), Content.of(written).digestOfTemplate());
  }

  private void answered(HasMetadata written, String digest, String answer) {
    answers.put(new Wish(uid(written), digest), answer, clock.instant());
  }

  /** Whether another write would leave the object as it is. */
  boolean isAnswered(HasMetadata desired, HasMetadata actual) {
    return answer(actual, Content.of(desired).digest())
        .filter(a -> a.equals(Content.of(actual).digest()))
        .isPresent();
  }

  /** What another write would do to the template, if that is known: nothing, or something. */
  Optional<Boolean> keepsTemplate(StatefulSet desired, StatefulSet actual) {
    return answer(actual, Content.of(desired).digestOfTemplate())
        .map(a -> a.equals(Content.of(actual).digestOfTemplate()));
  }

  private Optional<String> answer(HasMetadata actual, String digest) {
    return answers.get(new Wish(uid(actual), digest), clock.instant());
  }

  /**
   * Whether it was written too often lately to be written now.
   *
   * @param owner uid of the resource, which is to be looked at again then
   */
  boolean hasToWait(String owner, HasMetadata desired, HasMetadata actual) {
    Optional<Instant> next =
        repeated
            .get(new Wish(uid(actual), Content.of(desired).digest()))
            .filter(r -> r.times() >= AT_ONCE)
            .filter(r -> !isAsWeLeftIt(actual))
            .map(r -> r.last().plus(pause(r.times())))
            .filter(clock.instant()::isBefore);
    next.filter(at -> isSooner(at, waiting.get(owner))).ifPresent(at -> waiting.put(owner, at));
    return next.isPresent();
  }

  private static String uid(HasMetadata object) {
    return object.getMetadata().getUid();
  }

  private boolean isSooner(Instant at, Optional<Instant> than) {
    return than.filter(t -> t.isAfter(clock.instant()) && t.isBefore(at)).isEmpty();
  }

  private static Duration pause(int times) {
    Duration pause = FIRST_PAUSE;
    for (int i = AT_ONCE; i < times && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  /** How long until something of this resource may be written again, if it waits for that. */
  public Optional<Duration> pause(String owner) {
    return waiting
        .get(owner)
        .map(at -> Duration.between(clock.instant(), at))
        .filter(Duration::isPositive);
  }
}
