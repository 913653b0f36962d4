package dev.natstoken.operator.rotation;

import static dev.natstoken.operator.rotation.Facts.digested;
import static dev.natstoken.operator.rotation.Facts.hasReady;
import static dev.natstoken.operator.rotation.Facts.overlaps;
import static dev.natstoken.operator.rotation.Facts.proved;
import static dev.natstoken.operator.rotation.Facts.upperHalfProved;
import static dev.natstoken.operator.rotation.Invariants.check;

import java.util.Optional;
import java.util.stream.Stream;

/** Those of the {@link Invariants} that say what may be written into the token Secret. */
final class SecretInvariants {

  private SecretInvariants() {}

  static void written(World from, TokenState next) {
    number(from, next);
    from.secret().ifPresent(was -> rewritten(from, was, next));
  }

  private static void number(World from, TokenState next) {
    Optional<Long> configured = Optional.ofNullable(from.configurations().get(next.published()));
    long newest = from.configured().newestGeneration();
    long was = from.secret().map(TokenState::generation).orElse(0L);
    check(
        configured.isPresent()
            ? configured.get() == next.generation()
            : isUnseen(from)
                || next.generation() == newest + 1
                || (next.generation() == was && was > newest)
                || next.generation() == was + 1,
        "a wrong number");
  }

  private static void rewritten(World from, TokenState was, TokenState next) {
    if (digested(from, was)
        && was.pending().filter(p -> p.token().equals(next.published())).isPresent()) {
      published(from, was, next);
    }
    check(!next.published().equals(World.GIVEN_UP), "a token came back that was given up");
    check(
        was.published().equals(World.GIVEN_UP)
            || isLetInNowhere(from, was)
            || from.wish().brought().isPresent()
            || next.published().equals(was.published())
            || next.cause() == Cause.Requested
            || next.cause() == Cause.Scheduled
            || was.pending().filter(p -> p.token().equals(next.published())).isPresent(),
        "a token that is in use went");
    check(
        was.handledRequest().equals(next.handledRequest())
            || !was.published().equals(next.published())
            || from.wish().brought().isPresent(),
        "a request was handled without publishing");
    boolean started =
        was.overlap().flatMap(Overlap::startedAt).isEmpty()
            && next.overlap().flatMap(Overlap::startedAt).isPresent();
    check(
        !started
            || from.set().isEmpty()
            || (from.sight() instanceof Sight.Late && hasReady(from, next.published()))
            || upperHalfProved(from, next.published()),
        "overlap started before the upper half is proved");
    boolean forgotten =
        was.overlap().isPresent() && next.overlap().isEmpty() && digested(from, was);
    check(
        !forgotten
            || !overlaps(from)
            || proved(from, 0, from.set().get().replicas(), next.published()),
        "overlap forgotten before all servers are proved");
  }

  private static boolean isUnseen(World from) {
    return from.secret().isEmpty()
        && from.sight() instanceof Sight.Older(Kind kind, _, _, _, _)
        && kind == Kind.CONFIGURATIONS;
  }

  /** A former token that is known by its configuration alone. */
  private static boolean isLetInNowhere(World from, TokenState was) {
    return from.configurations().containsKey(was.published())
        && from.set()
            .filter(s ->
                Stream.concat(
                        Stream.of(s.template()),
                        s.pods().stream().flatMap(Optional::stream).map(ModelPod::revision))
                    .noneMatch(r -> r.token().equals(was.published())))
            .isPresent();
  }

  private static void published(World from, TokenState was, TokenState next) {
    Wish wish = from.wish();
    check(next.generation() == was.generation() + 1, "the number grew by more than one");
    check(
        wish.brought().isPresent()
            ? wish.brought().get().equals(next.published())
            : from.due()
                || (wish.request().isPresent() && !wish.request().equals(was.handledRequest())),
        "published what nobody asks for");
    check(
        was.pending().get().cause() != Cause.Requested
            || !next.handledRequest().equals(was.handledRequest()),
        "a request was handled twice");
    check(
        !overlaps(from) || next.overlap().flatMap(Overlap::startedAt).isPresent(),
        "published without an overlap");
  }
}
