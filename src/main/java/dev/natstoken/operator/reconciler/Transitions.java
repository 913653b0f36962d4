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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what changed from one status to the next: as Events, and in the log. */
final class Transitions {

  private static final Logger log = LoggerFactory.getLogger(Transitions.class);

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
      tell(
          resource,
          EventReason.ROLLOUT_STARTED,
          "Rolling out configuration " + after.configDigest());
    }
    if (!Conditions.isTrue(was, Conditions.READY) && Conditions.isTrue(is, Conditions.READY)) {
      tell(
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
        .ifPresent(s -> tell(resource, EventReason.STALLED, s.getReason() + ": " + s.getMessage()));
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
      tell(resource, EventReason.TOKEN_PUBLISHED, secret + " holds token generation " + is);
    } else {
      tell(
          resource,
          EventReason.TOKEN_CHANGED,
          secret + " holds a new token: generation " + is + " after " + was);
    }
  }

  private void tell(NatsTokenAuth resource, EventReason reason, String note) {
    log.info("{}: {}", reason.reason(), note);
    events.publish(resource, reason, note);
  }
}
