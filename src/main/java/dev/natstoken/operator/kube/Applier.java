package dev.natstoken.operator.kube;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.outcome.TryAgainException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Brings one object to its desired state by server-side apply.
 *
 * <ol>
 *   <li>An object that the cache shows and that equals the desired one in every field that is ours
 *       costs no call.
 *   <li>One that the cache does not show is created, but only if it is absent at the API server
 *       too; if it is not, it is read from there and the rules below go for it.
 *   <li>One that is not ours is left alone and reported. One that was, and that nothing controls
 *       any more, is taken up before.
 *   <li>One that is ours is applied over, and what was lost (a label, an owner reference, a field)
 *       comes back; unless {@link WriteAnswers} know that this would change nothing, or is done too
 *       often.
 * </ol>
 */
public final class Applier {

  private final KubernetesClient client;
  private final Watches watches;
  private final Context<NatsTokenAuth> context;
  private final Owner owner;
  private final Ownership ownership;
  private final Newest newest;
  private final ServerSideApply apply;
  private final SeenVersions versions;
  private final Patches patches;
  private final WriteAnswers answers;
  private final ChangedByOthers changed = new ChangedByOthers();

  public Applier(
      KubernetesClient client,
      Watches watches,
      Context<NatsTokenAuth> context,
      Owner owner,
      WriteAnswers answers) {
    this.client = client;
    this.watches = watches;
    this.context = context;
    this.owner = owner;
    this.ownership = new Ownership(owner, context.getControllerConfiguration().fieldManager());
    this.newest = new Newest(client, owner.namespace());
    this.apply = new ServerSideApply(client, ownership.fieldManager());
    this.versions = new SeenVersions(newest);
    this.patches = new Patches(client, owner.namespace(), ownership.fieldManager(), versions);
    this.answers = answers;
  }

  /** What others made of the objects that this one wrote or would have written. */
  public ChangedByOthers changedByOthers() {
    return changed;
  }

  /** What the cache shows under this name, whoever owns it. */
  public <T extends HasMetadata> Optional<T> cached(Class<T> type, String name) {
    return WriteRefusal.told(() -> watches.get(type, owner.namespace(), name));
  }

  /** The same; throws {@link ProblemException} if it is not ours, so that nothing is read of it. */
  public <T extends HasMetadata> Optional<T> cachedOurs(
      Class<T> type, String name, Predicate<T> ours) {
    Optional<T> cached = cached(type, name);
    cached.ifPresent(object -> ownership.require(object, ours));
    return cached;
  }

  /** What the API server itself has. */
  public Newest newest() {
    return newest;
  }

  /** Changes single fields of objects that others write, too. */
  public Patches patches() {
    return patches;
  }

  /** Applies an object whose present state may simply be overwritten. */
  public <T extends HasMetadata> T apply(Class<T> type, T desired) {
    return apply(type, desired, owner::controls);
  }

  public <T extends HasMetadata> T apply(Class<T> type, T desired, Predicate<T> ours) {
    return apply(type, desired, ours, () -> {}, present -> overwrite(type, desired, present, ours));
  }

  /**
   * Applies an object that has to be as it was seen, if there is one.
   *
   * @param first what comes before a write; if it throws, nothing is written
   */
  public <T extends HasMetadata> T applySeen(
      Class<T> type, T desired, Predicate<T> ours, Runnable first) {
    return apply(
        type, desired, ours, first, present -> overwriteSeen(type, desired, present, ours, first));
  }

  private <T extends HasMetadata> T apply(
      Class<T> type, T desired, Predicate<T> ours, Runnable creation, UnaryOperator<T> overwrite) {
    Optional<T> cached = cached(type, desired.getMetadata().getName());
    if (cached.isPresent()) {
      return overwrite.apply(cached.get());
    }
    creation.run();
    return switch (create(type, desired, ours)) {
      case Creation.Created<T>(T created) -> created;
      case Creation.Found<T>(T found) -> overwrite.apply(found);
    };
  }

  /** Creates the object if the API server has none of this name. */
  public <T extends HasMetadata> Creation<T> create(Class<T> type, T desired, Predicate<T> ours) {
    try {
      T created = WriteRefusal.told(() -> apply.create(desired));
      answers.wrote(desired, Optional.empty(), created);
      watches.remember(type, created, Optional.empty());
      return new Creation.Created<>(created);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
    T found =
        newest
            .read(type, desired.getMetadata().getName())
            .orElseThrow(() ->
                new TryAgainException(
                    Ownership.describe(desired)
                        + " came and went while it was created; trying again"));
    ownership.require(found, ours);
    return new Creation.Found<>(found);
  }

  /** Applies over an object that exists, unless it matches. */
  public <T extends HasMetadata> T overwrite(
      Class<T> type, T desired, T actual, Predicate<T> ours) {
    return overwrite(type, desired, actual, ours, true, () -> apply.over(desired, actual));
  }

  /**
   * The same, which fails if the object changed since it was read.
   *
   * @param first what comes before the write; if it throws, nothing is written
   */
  public <T extends HasMetadata> T overwriteUnchanged(
      Class<T> type, T desired, T actual, Predicate<T> ours, Runnable first) {
    return overwrite(
        type,
        desired,
        actual,
        ours,
        false,
        () -> {
          first.run();
          return apply.unchanged(desired, actual);
        });
  }

  /** The same, which fails if anything but its status changed since it was seen. */
  public <T extends HasMetadata> T overwriteSeen(
      Class<T> type, T desired, T seen, Predicate<T> ours, Runnable first) {
    return overwrite(
        type,
        desired,
        seen,
        ours,
        true,
        () -> {
          first.run();
          return versions.write(type, seen, newest -> apply.unchanged(desired, newest));
        });
  }

  private <T extends HasMetadata> T overwrite(
      Class<T> type, T desired, T actual, Predicate<T> ours, boolean mayWait, Supplier<T> write) {
    ownership.require(actual, ours);
    if (matches(desired, actual)) {
      return untracked(type, actual);
    }
    if (!desired.getMetadata().getOwnerReferences().isEmpty() && !owner.controls(actual)) {
      newest.requireOwner(owner);
    }
    if (answers.isAnswered(desired, actual)) {
      changed.atEachWrite(desired, actual);
      return untracked(type, actual);
    }
    if (mayWait && answers.hasToWait(owner.uid(), desired, actual)) {
      requireTemplate(desired, actual);
      changed.afterEachWrite(desired, actual);
      return actual;
    }
    T written =
        WriteRefusal.told(() -> {
          RenumberedPorts.mend(client, desired, actual);
          return write.get();
        });
    answers.wrote(desired, Optional.of(actual), written);
    if (!matches(desired, written)) {
      changed.atEachWrite(desired, written);
    }
    watches.remember(type, written, Optional.of(actual));
    return untracked(type, written);
  }

  /** Ends the pass, which would take what the servers have for what they should have. */
  private void requireTemplate(HasMetadata desired, HasMetadata actual) {
    if (desired instanceof StatefulSet wanted
        && actual instanceof StatefulSet set
        && !answers.keepsTemplate(wanted, set).orElse(false)) {
      throw new TryAgainException(
          ChangedFields.sentenceOfRival(desired, ChangedFields.of(desired, actual)));
    }
  }

  /**
   * Without the label of the instance, if nothing owns it; be that somebody else's by now. Nothing
   * is done where a webhook put it back at once.
   */
  public <T extends HasMetadata> T untracked(Class<T> type, T object) {
    var metadata = object.getMetadata();
    if (!metadata.getOwnerReferences().isEmpty()
        || !metadata.getLabels().containsKey(Labels.INSTANCE)
        || answers.isAnswered(object, object)
        || answers.hasToWait(owner.uid(), object, object)) {
      return object;
    }
    T written =
        patches.merge(
            type,
            object,
            "{\"metadata\":{\"uid\":\"%s\",\"labels\":{\"%s\":null,\"%s\":\"%s\"}}}"
                .formatted(metadata.getUid(), Labels.INSTANCE, Labels.RESOURCE, owner.name()));
    answers.wrote(object, Optional.of(object), written);
    watches.remember(type, written, Optional.of(object));
    return written;
  }

  /**
   * Changes some fields in the spec of an object of ours and says nothing of the others; fails if
   * anything but its status changed since it was seen.
   *
   * @param spec a merge patch
   */
  public <T extends HasMetadata> T patchSeen(Class<T> type, T seen, String spec, Runnable first) {
    ownership.require(seen, owner::controls);
    T written = patches.spec(type, seen, spec, first);
    answers.left(written);
    watches.remember(type, written, Optional.of(seen));
    return written;
  }

  /** Whether the object is as desired in all that is ours. */
  public <T extends HasMetadata> boolean matches(T desired, T actual) {
    return answers.isAsDesired(
        desired,
        actual,
        () ->
            SSABasedGenericKubernetesResourceMatcher.<T>getInstance()
                .matches(actual, desired, context));
  }

  /**
   * Whether a StatefulSet has the template that this one says, or the one that the API server would
   * make of it, which is asked if nothing else tells.
   *
   * @param wanted in the shape of the actual one
   */
  public boolean hasTemplate(StatefulSet wanted, StatefulSet actual) {
    return matches(wanted, actual)
        || answers.keepsTemplate(wanted, actual).orElseGet(() -> wouldKeepTemplate(wanted, actual));
  }

  /** A refusal is met again where the set is written, and told there. */
  private boolean wouldKeepTemplate(StatefulSet wanted, StatefulSet actual) {
    try {
      answers.wroteTemplate(wanted, apply.tried(wanted));
      return answers.keepsTemplate(wanted, actual).orElse(false);
    } catch (KubernetesClientException e) {
      return false;
    }
  }
}
