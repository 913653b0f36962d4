package dev.natstoken.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Sentences about objects of one resource whose fields somebody else changes, in one pass. */
public final class ChangedByOthers {

  private final Set<String> atEachWrite = new ConcurrentSkipListSet<>();
  private final Set<String> afterEachWrite = new ConcurrentSkipListSet<>();

  /** Nothing, if the object says the same in other words. */
  void atEachWrite(HasMetadata desired, HasMetadata actual) {
    List<String> fields = ChangedFields.of(desired, actual);
    if (!fields.isEmpty()) {
      atEachWrite.add(ChangedFields.sentence(desired, fields));
    }
  }

  void afterEachWrite(HasMetadata desired, HasMetadata actual) {
    List<String> fields = ChangedFields.of(desired, actual);
    if (!fields.isEmpty()) {
      afterEachWrite.add(ChangedFields.sentenceOfRival(desired, fields));
    }
  }

  /** What lasts, and is worth a word in the status. */
  public Optional<String> note() {
    return atEachWrite.stream().findFirst();
  }

  /** The first that there is to tell. */
  public Optional<String> sentence() {
    return note().or(() -> afterEachWrite.stream().findFirst());
  }
}
