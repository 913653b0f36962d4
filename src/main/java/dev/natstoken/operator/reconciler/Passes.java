package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.events.Transitions;
import dev.natstoken.operator.kube.Adoption;
import dev.natstoken.operator.kube.Applier;
import dev.natstoken.operator.kube.Deleter;
import dev.natstoken.operator.kube.OwnObjects;
import dev.natstoken.operator.kube.Watches;
import dev.natstoken.operator.kube.WriteAnswers;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.observed.Orphans;
import dev.natstoken.operator.outcome.ProblemException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/**
 * The two ways that a resource can go, {@link OwnServersPass} or {@link AttachedServersPass}, with
 * what both begin and end with: what nothing controls any more is taken up first, if the resource
 * is still there, and what others did to its objects is said.
 */
final class Passes {

  private final Watches watches;
  private final Pass ownServers;
  private final Pass attachedServers;
  private final Clock clock;
  private final WriteAnswers answers;
  private final Transitions transitions;
  private final Lookalikes lookalikes;
  private final SaidOnce saidOfOthers = new SaidOnce();

  Passes(
      Watches watches,
      Pass ownServers,
      Pass attachedServers,
      Clock clock,
      WriteAnswers answers,
      Transitions transitions,
      Lookalikes lookalikes) {
    this.watches = watches;
    this.ownServers = ownServers;
    this.attachedServers = attachedServers;
    this.clock = clock;
    this.answers = answers;
    this.transitions = transitions;
    this.lookalikes = lookalikes;
  }

  /** Goes the one that fits; a problem that only the user can mend ends it early. */
  Observation run(NatsTokenAuth resource, Context<NatsTokenAuth> context) {
    Owner owner = owner(resource);
    try {
      return run(resource, owner, context);
    } catch (ProblemException e) {
      return Stalled.observation(watches, resource, owner, e.problem());
    }
  }

  private Observation run(NatsTokenAuth resource, Owner owner, Context<NatsTokenAuth> context) {
    Reconciliation about =
        new Reconciliation(
            resource,
            owner,
            clock.instant().truncatedTo(ChronoUnit.SECONDS),
            new OwnObjects(watches, resource, owner),
            new Applier(context.getClient(), watches, context, owner, answers),
            new Deleter(context.getClient(), watches, owner),
            context);
    if (resource.specOrDefaults().attachedStatefulSet().isEmpty()) {
      Orphans orphans = about.own().orphans();
      if (!orphans.equals(Orphans.NONE)) {
        about.applier().newest().requireOwner(owner);
        new Adoption(context.getClient(), watches, owner, about.applier()).adopt(orphans);
      }
    }
    lookalikes.tell(resource, about.own().lookalikes(), about.now());
    Observation seen =
        resource.specOrDefaults().attachedStatefulSet().isPresent()
            ? attachedServers.run(about)
            : ownServers.run(about);
    about
        .applier()
        .changedByOthers()
        .sentence()
        .filter(sentence -> saidOfOthers.isNew(resource, sentence, about.now()))
        .ifPresent(sentence -> transitions.changedByOthers(resource, sentence));
    return seen;
  }

  private static Owner owner(NatsTokenAuth resource) {
    var metadata = resource.getMetadata();
    return new Owner(
        metadata.getNamespace(),
        metadata.getName(),
        metadata.getUid(),
        resource.specOrDefaults().commonLabelsOrEmpty());
  }
}
