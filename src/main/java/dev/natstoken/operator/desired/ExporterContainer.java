package dev.natstoken.operator.desired;

import dev.natstoken.operator.nats.config.NatsPorts;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * prometheus-nats-exporter: reads the monitoring port of its own server and knows no token. Its
 * flags are those of its main.go.
 */
public final class ExporterContainer {

  public static final String NAME = "exporter";

  static final int PORT = 7777;
  static final String PORT_NAME = "metrics";

  private ExporterContainer() {}

  static Container of(ServerSet.Exporter exporter, ServerSet set) {
    return new ContainerBuilder()
        .withName(NAME)
        .withImage(exporter.image())
        .withImagePullPolicy(set.image().pullPolicy())
        .withArgs(arguments(set))
        .withPorts(ServerContainer.port(PORT_NAME, PORT))
        .withResources(ServerContainer.requirements(exporter.resources()))
        .withSecurityContext(ServerContainer.restricted())
        .build();
  }

  private static List<String> arguments(ServerSet set) {
    List<String> arguments =
        new ArrayList<>(
            List.of("-port=" + PORT, "-varz", "-connz", "-routez", "-subz", "-prefix=nats"));
    arguments.add("-use_internal_server_name");
    if (set.features().listeners().contains(Listener.LEAF_NODES)) {
      arguments.add("-leafz");
    }
    if (set.features().jetstream().isPresent()) {
      arguments.add("-jsz=all");
    }
    arguments.add("http://localhost:" + NatsPorts.MONITOR + "/");
    return arguments;
  }
}
