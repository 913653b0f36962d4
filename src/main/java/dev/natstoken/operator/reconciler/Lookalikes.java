package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.attached.AttachedServers;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.events.Transitions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says what carries the labels of a resource and is none of its objects. Anybody may make any
 * number of these:
 *
 * <ol>
 *   <li>One sentence names the oldest three and says that there are others.
 *   <li>It is said once, until it would be another one.
 *   <li>Of each resource something is said at most every ten minutes.
 * </ol>
 */
final class Lookalikes {

  private static final int MOST_NAMED = 3;

  private final Transitions transitions;
  private final SaidOnce said = new SaidOnce();

  Lookalikes(Transitions transitions) {
    this.transitions = transitions;
  }

  void tell(NatsTokenAuth resource, List<HasMetadata> lookalikes, Instant now) {
    if (!lookalikes.isEmpty()) {
      say(resource, sentence(lookalikes), now);
    }
  }

  /** The same for pods that the selector of a StatefulSet of somebody else selects. */
  void tellSelected(NatsTokenAuth resource, AttachedServers servers, Instant now) {
    if (!servers.strangers().isEmpty()) {
      say(resource, sentenceOfSelected(servers), now);
    }
  }

  private void say(NatsTokenAuth resource, String sentence, Instant now) {
    if (said.isNew(resource, sentence, now)) {
      transitions.lookalikes(resource, sentence);
    }
  }

  static String sentence(List<HasMetadata> lookalikes) {
    return "Ignored, for the labels are those of this NatsTokenAuth, but not owner and name: "
        + named(lookalikes)
        + ". Take the label "
        + Labels.INSTANCE
        + " or "
        + Labels.RESOURCE
        + " away from each, or delete it";
  }

  static String sentenceOfSelected(AttachedServers servers) {
    return "Ignored, for the selector of StatefulSet "
        + servers.set().getMetadata().getName()
        + " selects it, but does not control it: "
        + named(servers.strangers())
        + ". Take the labels of the selector away from each, or delete it";
  }

  private static String named(List<? extends HasMetadata> lookalikes) {
    String first =
        lookalikes.stream()
            .sorted(
                Comparator.comparing((HasMetadata o) -> o.getMetadata().getCreationTimestamp())
                    .thenComparing(o -> o.getKind() + o.getMetadata().getName()))
            .limit(MOST_NAMED)
            .map(o -> o.getKind() + " " + o.getMetadata().getName())
            .collect(Collectors.joining(", "));
    return first + (lookalikes.size() > MOST_NAMED ? " and others" : "");
  }
}
