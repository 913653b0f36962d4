package dev.natstoken.operator.events;

import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.api.NatsTokenAccessStatus;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what changed from one status of an access to the next: as Events, and in the log. */
public final class AccessTransitions {

  private static final Logger log = LoggerFactory.getLogger(AccessTransitions.class);

  /** Takes what is to be told of an access. */
  public interface Listener {
    void publish(NatsTokenAccess about, EventReason reason, String note);
  }

  private final Listener events;
  private final StalledNote stalledNote;

  public AccessTransitions(Listener events, StalledNote stalledNote) {
    this.events = events;
    this.stalledNote = stalledNote;
  }

  public void publish(
      NatsTokenAccess access, NatsTokenAccessStatus before, NatsTokenAccessStatus after) {
    List<Condition> was = before.conditionsOrEmpty();
    List<Condition> is = after.conditionsOrEmpty();
    if (!Conditions.isTrue(was, Conditions.READY)) {
      Conditions.find(is, Conditions.READY)
          .filter(ready -> "True".equals(ready.getStatus()))
          .ifPresent(ready -> tell(access, EventReason.Ready, ready.getMessage()));
    }
    Optional<String> stalledBefore =
        Conditions.find(was, Conditions.STALLED).map(Condition::getMessage);
    Conditions.find(is, Conditions.STALLED)
        .filter(stalled -> !stalledBefore.equals(Optional.of(stalled.getMessage())))
        .ifPresent(stalled -> tell(access, EventReason.Stalled, stalledNote.of(stalled)));
  }

  private void tell(NatsTokenAccess access, EventReason reason, String note) {
    log.info("{}: {}", reason, note);
    events.publish(access, reason, note);
  }
}
