package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.observed.BoundedMap;
import java.time.Duration;
import java.time.Instant;

/** Keeps what anybody may cause from being said of a resource more than every ten minutes. */
final class SaidOnce {

  private static final Duration PAUSE = Duration.ofMinutes(10);

  private record Said(String sentence, Instant at) {}

  private final BoundedMap<String, Said> said = new BoundedMap<>();

  /** Whether the sentence is to be said; the same one is not said twice in a row. */
  boolean isNew(NatsTokenAuth resource, String sentence, Instant now) {
    String uid = resource.getMetadata().getUid();
    boolean isNew =
        said.get(uid)
            .filter(b -> sentence.equals(b.sentence()) || b.at().plus(PAUSE).isAfter(now))
            .isEmpty();
    if (isNew) {
      said.put(uid, new Said(sentence, now));
    }
    return isNew;
  }
}
