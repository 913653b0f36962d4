package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.events.EventPublisher;
import dev.natstoken.operator.events.EventReason;
import dev.natstoken.operator.status.Conditions;
import dev.natstoken.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Tells as Events what changed from one status to the next. */
final class Transitions {

  private final EventPublisher events;

  Transitions(EventPublisher events) {
    this.events = events;
  }

  void publish(NatsTokenAuth resource, NatsTokenAuthStatus before, NatsTokenAuthStatus after) {
    token(resource, before, after);
    List<Condition> was = StatusFactory.conditionsOf(before);
    List<Condition> is = StatusFactory.conditionsOf(after);
    if (after.configDigest() != null
        && (before == null || !after.configDigest().equals(before.configDigest()))) {
      events.publish(
          resource,
          EventReason.ROLLOUT_STARTED,
          "Rolling out configuration " + after.configDigest());
    }
    if (!Conditions.isTrue(was, Conditions.READY) && Conditions.isTrue(is, Conditions.READY)) {
      events.publish(
          resource,
          EventReason.READY,
          "All "
              + after.readyReplicas()
              + " servers are ready, token generation "
              + (after.token() == null ? "?" : after.token().generation()));
    }
    Optional<Condition> stalled = Conditions.find(is, Conditions.STALLED);
    Optional<String> stalledBefore =
        Conditions.find(was, Conditions.STALLED).map(Condition::getMessage);
    stalled
        .filter(s -> !stalledBefore.equals(Optional.of(s.getMessage())))
        .ifPresent(
            s ->
                events.publish(
                    resource, EventReason.STALLED, s.getReason() + ": " + s.getMessage()));
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
      events.publish(
          resource, EventReason.TOKEN_GENERATED, secret + " holds token generation " + is);
    } else {
      events.publish(
          resource,
          EventReason.TOKEN_CHANGED,
          secret + " holds a new token: generation " + is + " after " + was);
    }
  }
}
