package dev.natstoken.operator.kube;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.observed.ClientPod;
import dev.natstoken.operator.observed.RecentAnswers;
import dev.natstoken.operator.observed.Stragglers;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the pods of clients by their addresses:
 *
 * <ol>
 *   <li>In the namespace of the resource, and in those that have its token by an access. Nobody
 *       learns of pods of others, whatever addresses his servers tell of.
 *   <li>A pod counts if it runs and alone has the address. One in the network of its node shares
 *       that with the node.
 *   <li>An address is asked about once a minute, in so many namespaces at most. A look at a
 *       resource asks so many times at most; the next one goes on.
 *   <li>That the API server does not answer is not told: only the names are missing then.
 * </ol>
 */
public final class ClientPods {

  private static final Duration VALID = Duration.ofMinutes(1);
  private static final int MOST_NAMESPACES = 20;
  private static final int MOST_REQUESTS = 40;

  /** Servers tell of addresses, and one that is somebody else's may tell of anything. */
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}");

  private record Place(String namespace, String address) {}

  private final KubernetesClient client;
  private final ServedNamespaces served;
  private final RecentAnswers<Place, Optional<ClientPod>> known = new RecentAnswers<>(VALID);

  public ClientPods(KubernetesClient client, ServedNamespaces served) {
    this.client = client;
    this.served = served;
  }

  /** These stragglers with their pods, as far as they are found. */
  public Stragglers named(Stragglers stragglers, NatsTokenAuth auth, Instant now) {
    if (stragglers.some().isEmpty()) {
      return stragglers;
    }
    List<String> namespaces =
        Stream.concat(Stream.of(auth.getMetadata().getNamespace()), served.of(auth).stream())
            .distinct()
            .limit(MOST_NAMESPACES)
            .toList();
    Look look = new Look(namespaces, now);
    return stragglers.found(look::pod);
  }

  private final class Look {

    private final List<String> namespaces;
    private final Instant now;
    private int requests;

    Look(List<String> namespaces, Instant now) {
      this.namespaces = namespaces;
      this.now = now;
    }

    Optional<ClientPod> pod(String address) {
      if (!ADDRESS.matcher(address).matches()) {
        return Optional.empty();
      }
      return namespaces.stream()
          .flatMap(namespace -> pod(new Place(namespace, address)).stream())
          .findFirst();
    }

    private Optional<ClientPod> pod(Place place) {
      return known
          .get(place, now)
          .orElseGet(() -> requests < MOST_REQUESTS ? asked(place) : Optional.empty());
    }

    private Optional<ClientPod> asked(Place place) {
      requests++;
      Optional<ClientPod> found = find(place);
      known.put(place, found, now);
      return found;
    }
  }

  private Optional<ClientPod> find(Place place) {
    var selected =
        new ListOptionsBuilder()
            .withFieldSelector(
                "status.podIP=%s,status.phase=Running,spec.hostNetwork=false"
                    .formatted(place.address()))
            .withLimit(2L)
            .build();
    try {
      List<Pod> pods = client.pods().inNamespace(place.namespace()).list(selected).getItems();
      return pods.size() == 1 ? Optional.of(pod(pods.getFirst())) : Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.empty();
    }
  }

  private static ClientPod pod(Pod pod) {
    return new ClientPod(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
  }
}
