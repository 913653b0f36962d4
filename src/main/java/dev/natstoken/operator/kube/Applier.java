package dev.natstoken.operator.kube;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.observed.Orphans;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.outcome.TryAgainException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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
  private final ServerSideApply apply;
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
    this.apply = new ServerSideApply(client, ownership.fieldManager());
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

  /** What the API server itself has under this name. */
  public <T extends HasMetadata> Optional<T> read(Class<T> type, String name) {
    return WriteRefusal.told(() ->
        Optional.ofNullable(
            client.resources(type).inNamespace(owner.namespace()).withName(name).get()));
  }

  /** The pods that a selector selects, read from the API server. */
  public List<Pod> pods(LabelSelector selector) {
    return WriteRefusal.told(() ->
        client.pods().inNamespace(owner.namespace()).withLabelSelector(selector).list().getItems());
  }

  /** Applies an object whose present state may simply be overwritten. */
  public <T extends HasMetadata> T apply(Class<T> type, T desired) {
    return apply(type, desired, owner::controls);
  }

  public <T extends HasMetadata> T apply(Class<T> type, T desired, Predicate<T> ours) {
    Optional<T> cached = cached(type, desired.getMetadata().getName());
    if (cached.isPresent()) {
      return overwrite(type, desired, cached.get(), ours);
    }
    return switch (create(type, desired, ours)) {
      case Creation.Created<T>(T created) -> created;
      case Creation.Found<T>(T found) -> overwrite(type, desired, found, ours);
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
        read(type, desired.getMetadata().getName())
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
    return overwrite(type, desired, actual, ours, false);
  }

  /** The same, which fails if the object changed since it was read. */
  public <T extends HasMetadata> T overwriteUnchanged(
      Class<T> type, T desired, T actual, Predicate<T> ours) {
    return overwrite(type, desired, actual, ours, true);
  }

  private <T extends HasMetadata> T overwrite(
      Class<T> type, T desired, T actual, Predicate<T> ours, boolean unchanged) {
    ownership.require(actual, ours);
    if (matches(desired, actual)) {
      return untracked(type, actual);
    }
    if (answers.isAnswered(desired, actual)) {
      changed.atEachWrite(desired, actual);
      return untracked(type, actual);
    }
    if (!unchanged && answers.hasToWait(owner.uid(), desired, actual)) {
      requireTemplate(desired, actual);
      changed.afterEachWrite(desired, actual);
      return actual;
    }
    T written =
        WriteRefusal.told(() -> {
          RenumberedPorts.mend(client, desired, actual);
          return unchanged ? apply.unchanged(desired, actual) : apply.anyVersion(desired);
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
        patchForeign(
            type,
            object,
            "{\"metadata\":{\"uid\":\"%s\",\"labels\":{\"%s\":null,\"%s\":\"%s\"}}}"
                .formatted(metadata.getUid(), Labels.INSTANCE, Labels.RESOURCE, owner.name()));
    answers.wrote(object, Optional.of(object), written);
    watches.remember(type, written, Optional.of(object));
    return written;
  }

  /** Takes up what nothing controls any more, so that from now on it is as if made just now. */
  public void adopt(Orphans orphans) {
    orphans.objects().forEach(object -> adopt(object, ""));
    orphans.strangeRoutes().ifPresent(secret -> adopt(secret, ",\"data\":null"));
  }

  /** Fails if it changed since it was looked at. */
  @SuppressWarnings("unchecked")
  private <T extends HasMetadata> void adopt(T object, String more) {
    String references =
        client.getKubernetesSerialization().asJson(owner.referencesWithThis(object));
    String patch =
        "{\"metadata\":{\"uid\":\"%s\",\"resourceVersion\":\"%s\",\"ownerReferences\":%s}%s}"
            .formatted(
                object.getMetadata().getUid(),
                object.getMetadata().getResourceVersion(),
                references,
                more);
    Class<T> type = (Class<T>) object.getClass();
    watches.remember(type, patchForeign(type, object, patch), Optional.of(object));
  }

  /** Changes some fields of an object of ours and says nothing of the others. */
  public <T extends HasMetadata> T patch(Class<T> type, T actual, String mergePatch) {
    ownership.require(actual, owner::controls);
    T written = patchForeign(type, actual, mergePatch);
    answers.left(written);
    watches.remember(type, written, Optional.of(actual));
    return written;
  }

  /** The same with an object that somebody else runs, which no watch shows. */
  public <T extends HasMetadata> T patchForeign(Class<T> type, T actual, String mergePatch) {
    return WriteRefusal.told(() ->
        client
            .resources(type)
            .inNamespace(owner.namespace())
            .withName(actual.getMetadata().getName())
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.JSON_MERGE)
                    .withFieldManager(ownership.fieldManager())
                    .build(),
                mergePatch));
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
      StatefulSet answer =
          client
              .resource(wanted)
              .dryRun()
              .fieldManager(ownership.fieldManager())
              .forceConflicts()
              .serverSideApply();
      answers.wroteTemplate(wanted, answer);
      return answers.keepsTemplate(wanted, actual).orElse(false);
    } catch (KubernetesClientException e) {
      return false;
    }
  }
}
