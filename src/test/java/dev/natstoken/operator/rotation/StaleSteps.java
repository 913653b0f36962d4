package dev.natstoken.operator.rotation;

import dev.natstoken.operator.rotation.Sight.Late;
import dev.natstoken.operator.rotation.Sight.Newest;
import dev.natstoken.operator.rotation.Sight.Older;
import dev.natstoken.operator.rotation.Steps.Actor;
import dev.natstoken.operator.rotation.Steps.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can happen next where caches are late and leaders change.
 *
 * <ol>
 *   <li>Any step may be missed: one kind of object that it changed stays for some operator as it
 *       was, as long as one likes. That operator comes to lead at any moment, sees what it writes
 *       itself, and all the rest as it is.
 *   <li>What a cache does not show at all is asked of the API server, and so is the configuration
 *       of the StatefulSet. This is no older view.
 *   <li>Any write may be under way when its operator stops to lead, and arrive at any later moment
 *       at which the API server takes it.
 *   <li>One of these at a time, but again and again.
 * </ol>
 *
 * <p>Left out: a write that is under way while the user or an accident comes between, two kinds
 * that are late at once, a cache that goes on to something that is old as well, a write under way
 * of an operator whose view was older already, and hashes that two operators make of one token.
 * That the last client of a former token comes back just when this is acted upon is a race with the
 * client, whoever leads.
 */
final class StaleSteps {

  private final World from;
  private final List<Step> steps = new ArrayList<>();

  private StaleSteps(World from) {
    this.from = from;
  }

  static List<Step> of(World world, boolean events) {
    StaleSteps all = new StaleSteps(world);
    Steps.of(world, events).stream()
        .filter(s -> s.actor() != Actor.OPERATOR || !isLed(world))
        .forEach(s -> all.add(s.actor(), s.what(), all.noted(s, world.sight())));
    switch (world.sight()) {
      case Newest _ -> all.missed();
      case Older older when older.leads() -> all.led(older);
      case Older older -> all.add(Actor.NATURE, "another leads", world.withSight(older.leading()));
      case Late late -> all.arrived(late);
    }
    return all.steps;
  }

  private static boolean isLed(World world) {
    return world.sight() instanceof Older older && older.leads();
  }

  private void add(Actor actor, String what, World to) {
    if (!to.equals(from)) {
      steps.add(new Step(actor, what, to));
    }
  }

  private void missed() {
    Optional<Write> write = ModelOperator.decided(from);
    for (Step step : List.copyOf(steps)) {
      for (Kind kind : Kind.values()) {
        if (isMissed(kind, step)) {
          World to = noted(step, Older.before(kind, from));
          add(step.actor(), step.what() + ", " + kind + " unseen", to);
        }
      }
      if (write.isPresent()
          && step.actor() != Actor.EVENT
          && (!from.quiet() || step.to().quiet())) {
        World to = noted(step, new Late(write.get()));
        add(step.actor(), step.what() + ", a write under way", to);
      }
    }
  }

  /** Of him, or an accident: what was under way before is not against him. */
  private static boolean isOfTheUser(Step step) {
    return step.actor() == Actor.EVENT || step.actor() == Actor.MEND;
  }

  /** That time passes is no change of the Secret. */
  private boolean isMissed(Kind kind, Step step) {
    boolean shown =
        switch (kind) {
          case SECRET -> from.secret().isPresent() && step.actor() != Actor.NATURE;
          case SET -> from.set().isPresent();
          case PODS -> from.set().isPresent() && step.to().set().isPresent();
          case CONFIGURATIONS, WISH -> true;
        };
    return shown && !kind.alone(from).equals(kind.alone(step.to()));
  }

  private void led(Older older) {
    ModelOperator.decided(seen(older), from::freshToken)
        .filter(w -> !older.refuses(w, from))
        .ifPresent(w -> w.on(from).ifPresent(to -> written(older, w, to)));
    add(Actor.NATURE, "sees " + older.kind() + " again", from.withSight(Sight.NEWEST));
  }

  private void written(Older older, Write write, World to) {
    String what = "write of one that sees an older " + older.kind();
    Older next = isAnswered(write, older.kind()) ? older.answered(to) : older;
    add(Actor.OPERATOR, what, noted(new Step(Actor.OPERATOR, what, to), next));
  }

  /** What an operator wrote it sees; that something is gone it sees by the watch alone. */
  private static boolean isAnswered(Write write, Kind kind) {
    return switch (write) {
      case Write.OfSecret _ -> kind == Kind.SECRET;
      case Write.OfSet _ -> kind == Kind.SET;
      case Write.OfConfiguration _ -> kind == Kind.CONFIGURATIONS;
      case Write.OfPod _, Write.OfSuperseded _ -> false;
    };
  }

  private World seen(Older older) {
    World seen = older.kind().copied(older.part(), from.withSight(Sight.NEWEST));
    return from.set()
        .map(s -> s.template().token())
        .filter(from.configurations()::containsKey)
        .map(t -> seen.withConfiguration(t, from.configurations().get(t)))
        .orElse(seen);
  }

  private void arrived(Late late) {
    World to = late.write().on(from).orElse(from);
    add(Actor.OPERATOR, "late write", to.withSight(Sight.NEWEST));
  }

  /** The world after a step, with what it means for whoever does not see it. */
  private World noted(Step step, Sight sight) {
    World to = step.to();
    return to.withSight(
        switch (sight) {
          case Newest newest -> newest;
          case Late late ->
              isOfTheUser(step) || late.write().isOvertaken(from, to) ? Sight.NEWEST : late;
          case Older older -> {
            World part = step.actor() == Actor.NATURE ? aged(older.part(), to) : older.part();
            yield older.kind().alone(to).equals(part)
                ? Sight.NEWEST
                : older.seeing(part).after(from, to);
          }
        });
  }

  /** Time passes for the Secret as it was seen, too. */
  private World aged(World part, World to) {
    Optional<Overlap> before = from.secret().flatMap(TokenState::overlap);
    Optional<Overlap> now = to.secret().flatMap(TokenState::overlap);
    Optional<Overlap> seen = part.secret().flatMap(TokenState::overlap);
    boolean passed =
        !before.equals(now)
            && seen.flatMap(Overlap::startedAt).isPresent()
            && seen.get().startedAt().equals(before.get().startedAt());
    return passed
        ? part.withSecret(
            part.secret()
                .map(s ->
                    s.withOverlap(
                        seen.get().started(seen.get().serversFrom(), now.get().startedAt().get()))))
        : part;
  }
}
