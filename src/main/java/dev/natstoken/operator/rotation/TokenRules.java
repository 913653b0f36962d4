package dev.natstoken.operator.rotation;

import dev.natstoken.operator.nats.token.Token;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the token Secret should say next. The first of these that applies decides:
 *
 * <ol>
 *   <li>There is no token: take the one that the user brought, else a generated one. Servers that
 *       run with an earlier one go over at once, without an overlap.
 *   <li>The Secret is an old copy, as a restored backup is: it knows of fewer tokens than the
 *       configurations do, and no server lets in its token. That token was given up, so all go over
 *       to another, as in 1. It comes back where the user asks for it: by bringing it, or by a
 *       Secret without its number.
 *   <li>The published token was overwritten by hand: it is in use from now on, and the servers with
 *       the former one stay for an overlap. There is none if it is the former token that came back,
 *       nor while the servers still leave a discarded one. Where the user brings the token, that
 *       one comes back.
 *   <li>No servers exist: nothing can overlap.
 *   <li>A token is pending. If nothing asks for it any more, it is withdrawn; if the user brought
 *       yet another, that one takes its place. It is published when the upper half of the servers
 *       is proved with it, or at once where no overlap is possible.
 *   <li>An overlap is under way. Its time starts when the upper half is proved, or as much of it as
 *       can be while the other servers fail; it is forgotten when all servers are proved with the
 *       new token. Anything asked for meanwhile waits. Where all servers that clients are sent to
 *       fail, they are sent to the next one that goes over; once the overlap has started, when that
 *       one has.
 *   <li>Something asks for another token: it becomes pending once all servers are settled, or,
 *       where no overlap is possible, is published at once.
 *   <li>A request that cannot be met, because the user brings the token, counts as handled.
 * </ol>
 *
 * <p>Each change is one write of the Secret, and each state is found again from that Secret, the
 * StatefulSet and the pods.
 */
public final class TokenRules {

  private final Situation now;
  private final Wish wish;
  private final Supplier<Token> generator;

  private TokenRules(Situation now, Supplier<Token> generator) {
    this.now = now;
    this.wish = now.wish();
    this.generator = generator;
  }

  /** The state that should be stored; equal to the stored one if nothing is to be written. */
  public static TokenState next(Situation situation, Supplier<Token> generator) {
    return new TokenRules(situation, generator).next();
  }

  /** Whether something asks for another token than the one that the Secret says. */
  public static boolean wantsAnother(Situation situation) {
    TokenRules rules =
        new TokenRules(
            situation,
            () -> {
              throw new IllegalStateException("no token is needed to tell whether one is wanted");
            });
    return situation.stored().flatMap(rules::cause).isPresent();
  }

  /** With a note of the highest number there is, so that it is no old copy. */
  private TokenState next() {
    return decided().withNewestKnown(now.configured().newestGeneration());
  }

  private TokenState decided() {
    if (now.stored().isEmpty()) {
      return first(Cause.Discarded);
    }
    TokenState stored = now.stored().get();
    if (isOldCopy(stored)) {
      return first(Cause.OldCopy);
    }
    long generation = generation(stored.published(), stored.generation());
    boolean foreign =
        wish.brought().filter(b -> !b.equals(stored.published())).isPresent()
            && now.configured()
                .generation(stored.published())
                .filter(g -> g == stored.generation() || stored.generation() == 0)
                .isEmpty();
    if (foreign || generation != stored.generation()) {
      return overwritten(stored, foreign ? wish.brought().get() : stored.published());
    }
    if (now.set().isEmpty() && stored.rotating()) {
      return stored.withoutPending().withoutOverlap();
    }
    if (stored.pending().isPresent()) {
      return pending(stored, stored.pending().get());
    }
    if (stored.overlap().isPresent()) {
      return overlapping(stored, stored.overlap().get());
    }
    return idle(stored);
  }

  /** A token that the user brings is asked for. One without a number was written by hand. */
  private boolean isOldCopy(TokenState stored) {
    boolean letIn =
        now.configured().generation(stored.published()).isPresent()
            && now.set().map(SetView::letsInTarget).orElse(true);
    return wish.brought().filter(stored.published()::equals).isEmpty()
        && stored.generation() > 0
        && stored.newestKnown() < now.configured().newestGeneration()
        && !letIn;
  }

  /**
   * A token where none is that could be used.
   *
   * @param otherwise why, if there were servers with an earlier one
   */
  private TokenState first(Cause otherwise) {
    Token token = wish.brought().orElseGet(generator);
    // A token of the user's own that comes back into its Secret is the same as before.
    boolean discarded =
        now.configured().newestGeneration() > 0 && now.configured().knowsOtherThan(token);
    Cause cause = discarded ? otherwise : Cause.Created;
    return new TokenState(
        token,
        generation(token, 0),
        now.now(),
        cause,
        wish.request(),
        Optional.empty(),
        Optional.empty());
  }

  private TokenState overwritten(TokenState stored, Token token) {
    long generation = generation(token, stored.generation());
    boolean lost =
        stored.generation() == 0 || stored.generation() > now.configured().newestGeneration();
    if (generation == stored.generation() || lost) {
      // The right token came back, or only its number was spoilt: nothing is new.
      return new TokenState(
          token,
          generation,
          stored.createdAt(),
          stored.cause(),
          stored.handledRequest(),
          stored.pending(),
          stored.overlap().filter(o -> o.previousGeneration() != generation));
    }
    boolean discarded = stored.cause().revokes() && isLeavingFormer(stored);
    boolean former = stored.overlap().filter(o -> o.previousGeneration() == generation).isPresent();
    boolean overlaps = now.set().isPresent() && wish.overlaps() && !discarded && !former;
    return new TokenState(
        token,
        generation,
        now.now(),
        discarded ? stored.cause() : Cause.Edited,
        stored.handledRequest(),
        Optional.empty(),
        overlaps ? Optional.of(besideOverwritten(stored)) : Optional.empty());
  }

  /**
   * Whether servers may still have what came before this token. A roll for another reason is none
   * of these: once all servers had the token, earlier configurations went.
   */
  private boolean isLeavingFormer(TokenState stored) {
    return now.configured().newestGeneration() < stored.generation()
        || (now.configured().oldestGeneration() < stored.generation()
            && now.set().filter(s -> s.servers().stream().allMatch(Server::updated)).isEmpty());
  }

  /** Servers that are held below stay with what they have; the uppermost goes over first. */
  private Overlap besideOverwritten(TokenState stored) {
    Optional<Overlap> held = stored.overlap().filter(o -> now.set().orElseThrow().partition() > 0);
    return new Overlap(
        held.map(Overlap::previousGeneration).orElse(stored.generation()),
        held.flatMap(Overlap::previous),
        wish.duringRotation() - 1,
        Optional.empty());
  }

  private TokenState pending(TokenState stored, Pending pending) {
    Optional<Cause> cause = cause(stored);
    if (cause.isEmpty()) {
      return stored.withoutPending();
    }
    if (wish.brought().filter(b -> !b.equals(pending.token())).isPresent()) {
      return stored.withPending(prepare(cause.get()));
    }
    if (!wish.overlaps()) {
      return stored.publish(now.now(), Optional.empty());
    }
    SetView set = now.set().orElseThrow();
    if (!set.stageDone() || set.partition() > wish.half()) {
      return stored;
    }
    Overlap overlap =
        new Overlap(
            stored.generation(),
            Optional.of(stored.published()),
            set.partition(),
            Optional.of(now.now()));
    return stored.publish(now.now(), Optional.of(overlap));
  }

  private TokenState overlapping(TokenState stored, Overlap overlap) {
    SetView set = now.set().orElseThrow();
    if (overlap.startedAt().isEmpty()) {
      if (!wish.overlaps()) {
        return stored.withoutOverlap();
      }
      boolean split =
          set.stageDone() && (set.partition() <= wish.half() || set.isStuckBelow(set.partition()));
      boolean part = set.mayPassFailing() && !set.failFrom(set.partition());
      return split || part
          ? stored.withOverlap(overlap.started(set.partition(), now.now()))
          : stored.withOverlap(elsewhere(overlap, set));
    }
    if (!set.stageDone()) {
      return stored.withOverlap(elsewhere(overlap, set));
    }
    if (set.partition() == 0) {
      return stored.withoutOverlap();
    }
    // Servers above the wanted number are about to go: clients are sent to those that stay.
    boolean narrow = overlap.serversFrom() >= wish.duringRotation() && wish.overlaps();
    return narrow && set.partition() < wish.duringRotation()
        ? stored.withOverlap(overlap.withServersFrom(set.partition()))
        : stored;
  }

  /** Where all servers that clients are sent to fail, they are sent to the next that goes over. */
  private static Overlap elsewhere(Overlap overlap, SetView set) {
    int next = set.partition();
    boolean there =
        set.between(next, overlap.serversFrom())
            .anyMatch(s -> s.ordinal() == next && (overlap.startedAt().isEmpty() || s.done()));
    return there && set.failFrom(overlap.serversFrom()) ? overlap.withServersFrom(next) : overlap;
  }

  private TokenState idle(TokenState stored) {
    Optional<Cause> cause = cause(stored);
    if (cause.isEmpty()) {
      boolean unmet = wish.brought().isPresent() && isNewRequest(stored);
      return unmet ? stored.withHandledRequest(wish.request()) : stored;
    }
    if (now.set().isPresent() && !now.set().get().settled()) {
      return stored;
    }
    TokenState prepared = stored.withPending(prepare(cause.get()));
    return now.set().isPresent() && wish.overlaps()
        ? prepared
        : prepared.publish(now.now(), Optional.empty());
  }

  /** Why another token than the published one is wanted, if it is. */
  private Optional<Cause> cause(TokenState stored) {
    if (wish.brought().isPresent()) {
      return wish.brought()
          .filter(b -> !b.equals(stored.published()))
          .map(b -> Cause.ExistingSecretChanged);
    }
    if (isNewRequest(stored)) {
      return Optional.of(Cause.Requested);
    }
    return wish.schedule()
        .filter(s -> s.asks(stored, now.seed(), now.now()))
        .map(s -> Cause.Scheduled);
  }

  private Pending prepare(Cause cause) {
    return new Pending(
        wish.brought().orElseGet(generator),
        cause,
        cause == Cause.Requested ? wish.request() : Optional.empty());
  }

  private boolean isNewRequest(TokenState stored) {
    return wish.request().isPresent() && !wish.request().equals(stored.handledRequest());
  }

  /**
   * The number of a token: the one it was configured with; else the one on a Secret that is ahead
   * of every configuration, because a crash came between the two writes; else the next one.
   */
  private long generation(Token token, long onSecret) {
    long newest = now.configured().newestGeneration();
    return now.configured()
        .generation(token)
        .orElseGet(() -> onSecret > newest ? onSecret : newest + 1);
  }
}
