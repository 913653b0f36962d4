package dev.natstoken.operator.apiserver;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** The kinds of Prometheus Operator, which a cluster may know or not. */
public final class MonitoringCrds {

  /** Held by whoever reckons with them; whoever takes them away holds it alone. */
  public static final String LOCK = "CRDs of Prometheus Operator";

  private static final String API = "monitoring.coreos.com/v1";

  private MonitoringCrds() {}

  /** Has the cluster know them, whether it did before or not. */
  public static void install(KubernetesClient client) {
    List<CustomResourceDefinition> crds = crds();
    crds.forEach(crd -> client.resource(crd).serverSideApply());
    Awaitility.await("the CRDs of Prometheus Operator are served")
        .atMost(Duration.ofSeconds(30))
        .until(() -> served(client) >= crds.size());
  }

  /** Has the cluster not know them, with all objects of these kinds. */
  public static void remove(KubernetesClient client) {
    crds().forEach(crd -> client.resource(crd).delete());
    Awaitility.await("the CRDs of Prometheus Operator are gone")
        .atMost(Duration.ofSeconds(30))
        .until(() -> served(client) == 0);
  }

  private static long served(KubernetesClient client) {
    var list = client.getApiResources(API);
    return list == null
        ? 0
        : list.getResources().stream().filter(r -> !r.getName().contains("/")).count();
  }

  private static List<CustomResourceDefinition> crds() {
    try (var files = Files.list(Path.of(System.getProperty("monitoring.crds")))) {
      return files.sorted().map(MonitoringCrds::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CustomResourceDefinition read(Path file) {
    try {
      return Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
