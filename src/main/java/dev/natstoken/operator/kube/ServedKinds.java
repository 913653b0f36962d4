package dev.natstoken.operator.kube;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of our kinds the API server knows. An operator that was upgraded before its CRDs goes on
 * with the kinds that are there, rather than not at all.
 */
public final class ServedKinds {

  private static final Logger log = LoggerFactory.getLogger(ServedKinds.class);

  private final KubernetesClient client;

  private ServedKinds(KubernetesClient client) {
    this.client = client;
  }

  public static ServedKinds of(KubernetesClient client) {
    return new ServedKinds(client);
  }

  /** Whether the kind is served; true where nobody can tell. */
  public boolean include(Class<? extends HasMetadata> kind) {
    String plural = HasMetadata.getPlural(kind);
    boolean served =
        resources(HasMetadata.getApiVersion(kind))
            .map(list ->
                list.getResources().stream().map(APIResource::getName).anyMatch(plural::equals))
            .orElse(true);
    if (!served) {
      log.warn(
          "{} is no kind of this Kubernetes cluster, so there is none to look after: apply the CRD"
              + " {} and restart the operator",
          HasMetadata.getKind(kind),
          HasMetadata.getFullResourceName(kind));
    }
    return served;
  }

  private Optional<APIResourceList> resources(String apiVersion) {
    try {
      return Optional.ofNullable(client.getApiResources(apiVersion));
    } catch (KubernetesClientException e) {
      return Optional.empty();
    }
  }
}
