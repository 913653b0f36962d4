package dev.natstoken.operator.events;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.api.NatsTokenAuthStatus.RotationStatus;
import dev.natstoken.operator.rotation.Cause;
import dev.natstoken.operator.rotation.Phase;
import dev.natstoken.operator.status.Conditions;
import dev.natstoken.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what changed from one status to the next: as Events, and in the log. */
public final class Transitions {

  private static final Logger log = LoggerFactory.getLogger(Transitions.class);

  /** Takes what is to be told of a resource. */
  public interface Listener {
    void publish(NatsTokenAuth about, EventReason reason, String note);
  }

  private final Listener events;
  private final StalledNote stalledNote;

  public Transitions(Listener events, StalledNote stalledNote) {
    this.events = events;
    this.stalledNote = stalledNote;
  }

  public void publish(
      NatsTokenAuth resource, NatsTokenAuthStatus before, NatsTokenAuthStatus after) {
    token(resource, before, after);
    rotation(resource, before, after);
    List<Condition> was = StatusFactory.conditionsOf(before);
    List<Condition> is = StatusFactory.conditionsOf(after);
    if (after.configDigest() != null
        && (before == null || !after.configDigest().equals(before.configDigest()))) {
      tell(
          resource,
          EventReason.RolloutStarted,
          "Rolling out configuration " + after.configDigest());
    }
    if (!Conditions.isTrue(was, Conditions.READY) && Conditions.isTrue(is, Conditions.READY)) {
      tell(
          resource,
          EventReason.Ready,
          "All "
              + after.readyReplicas()
              + " servers are ready, token generation "
              + (after.token() == null ? "?" : after.token().generation()));
    }
    formerToken(resource, was, is);
    Optional<Condition> stalled = Conditions.find(is, Conditions.STALLED);
    Optional<String> stalledBefore =
        Conditions.find(was, Conditions.STALLED).map(Condition::getMessage);
    stalled
        .filter(s -> !stalledBefore.equals(Optional.of(s.getMessage())))
        .ifPresent(s -> tell(resource, EventReason.Stalled, stalledNote.of(s)));
  }

  private void formerToken(NatsTokenAuth resource, List<Condition> was, List<Condition> is) {
    Optional<Condition> before = Conditions.find(was, Conditions.FORMER_TOKEN);
    Optional<Condition> after = Conditions.find(is, Conditions.FORMER_TOKEN);
    if (before.isEmpty() && after.isPresent()) {
      tell(resource, EventReason.FormerTokenAccepted, after.get().getMessage());
    } else if (before.isPresent() && after.isEmpty()) {
      tell(
          resource,
          EventReason.FormerTokenRefused,
          "No server lets in the former token any more; some did from "
              + before.get().getLastTransitionTime()
              + " on");
    }
  }

  private void token(
      NatsTokenAuth resource, NatsTokenAuthStatus before, NatsTokenAuthStatus after) {
    Long was = before == null || before.token() == null ? null : before.token().generation();
    Long is = after.token() == null ? null : after.token().generation();
    if (is == null || Objects.equals(was, is)) {
      return;
    }
    String secret = "Secret " + after.token().secretName();
    if (was == null) {
      tell(resource, EventReason.TokenPublished, secret + " holds token generation " + is);
    } else {
      tell(
          resource,
          EventReason.TokenChanged,
          secret
              + " holds a new token: generation "
              + is
              + " after "
              + was
              + ", because "
              + because(after.token().reason()));
    }
  }

  private void rotation(
      NatsTokenAuth resource, NatsTokenAuthStatus before, NatsTokenAuthStatus after) {
    RotationStatus was = before == null ? null : before.rotation();
    RotationStatus is = after.rotation();
    if (is == null) {
      if (was != null) {
        ended(resource, was, after);
      }
      return;
    }
    if (was == null || !Objects.equals(was.toGeneration(), is.toGeneration())) {
      tell(
          resource,
          EventReason.RotationStarted,
          "Token generation "
              + is.toGeneration()
              + " will follow "
              + is.fromGeneration()
              + ", because "
              + because(is.reason()));
    }
    boolean overlaps = Phase.Overlap.name().equals(is.phase());
    if (overlaps && (was == null || !is.phase().equals(was.phase()))) {
      Integer connected = is.previousTokenConnections();
      tell(
          resource,
          EventReason.OverlapStarted,
          "Both tokens work until "
              + is.overlapEndsAt()
              + (connected == null ? "" : "; connected with the former one: " + connected));
    }
  }

  private void ended(NatsTokenAuth resource, RotationStatus was, NatsTokenAuthStatus after) {
    boolean reached =
        after.token() != null && Objects.equals(after.token().generation(), was.toGeneration());
    if (reached) {
      tell(
          resource,
          EventReason.RotationFinished,
          "Only token generation " + was.toGeneration() + " works from now on");
    } else {
      tell(
          resource,
          EventReason.RotationWithdrawn,
          "Token generation " + was.toGeneration() + " was called off before it was published");
    }
  }

  /** Somebody asked for a rotation of a token that the operator does not make. */
  public void requestUnmet(NatsTokenAuth resource) {
    tell(
        resource,
        EventReason.RotationImpossible,
        "The annotation "
            + NatsTokenAuth.ROTATE
            + " changes nothing: the token is yours. Change it in the Secret named in"
            + " spec.token.existingSecret");
  }

  /** Something carries the labels of the resource and is none of its objects. */
  public void lookalikes(NatsTokenAuth resource, String sentence) {
    tell(resource, EventReason.LookalikeIgnored, sentence);
  }

  /** Somebody else changes what the operator writes. */
  public void changedByOthers(NatsTokenAuth resource, String sentence) {
    tell(resource, EventReason.ChangedByOthers, sentence);
  }

  /** Another installation of the operator looks after the resource. */
  public void standingBack(NatsTokenAuth resource, String namespace, String other) {
    tell(
        resource,
        EventReason.StandingBack,
        "The operator of namespace "
            + namespace
            + " stands back: "
            + other
            + " looks after this namespace (Lease natstokenauths.natstoken.dev). It goes on when"
            + " that one is gone; if both are to run, let them watch different namespaces");
  }

  private static String because(String reason) {
    return switch (Cause.valueOf(reason)) {
      case Created -> "there was none";
      case Requested -> "the annotation " + NatsTokenAuth.ROTATE + " asked for it";
      case Scheduled -> "spec.rotation.interval is over";
      case ExistingSecretChanged -> "the Secret in spec.token.existingSecret changed";
      case Edited -> "somebody put it into the token Secret";
      case OldCopy ->
          "an old copy of the Secret came back, with a token that was given up since, so that one"
              + " stays out. To have it back, put it into the Secret and take the annotation "
              + "natstoken.dev/token-generation away, or bring it by spec.token.existingSecret";
      case Discarded ->
          "the former one was deleted or blanked; that counts as compromised, so it stops working"
              + " without an overlap";
    };
  }

  private void tell(NatsTokenAuth resource, EventReason reason, String note) {
    log.info("{}: {}", reason, note);
    events.publish(resource, reason, note);
  }
}
