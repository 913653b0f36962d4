package dev.natstoken.operator.kube;

import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.observed.Orphans;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** Takes up what nothing controls any more, so that from now on it is as if made just now. */
public final class Adoption {

  private final KubernetesClient client;
  private final Watches watches;
  private final Owner owner;
  private final Applier applier;

  public Adoption(KubernetesClient client, Watches watches, Owner owner, Applier applier) {
    this.client = client;
    this.watches = watches;
    this.owner = owner;
    this.applier = applier;
  }

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
    watches.remember(type, applier.patches().merge(type, object, patch), Optional.of(object));
  }
}
