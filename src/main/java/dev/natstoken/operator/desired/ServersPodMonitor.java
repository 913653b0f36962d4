package dev.natstoken.operator.desired;

import dev.natstoken.operator.api.PodMonitorSpec;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.util.List;

/** Has Prometheus read the exporter beside every server. */
public final class ServersPodMonitor {

  private ServersPodMonitor() {}

  public static PodMonitor desired(Owner owner, PodMonitorSpec wanted) {
    PodMonitor monitor = new PodMonitor();
    monitor.setMetadata(
        owner
            .metadata(owner.names().podMonitor(), wanted.labelsOrEmpty())
            .edit()
            .addToLabels(Labels.of(owner.name()))
            .build());
    monitor.setSpec(
        new PodMonitor.Spec(
            new LabelSelectorBuilder().withMatchLabels(Labels.podSelector(owner.name())).build(),
            List.of(
                new PodMonitor.Endpoint(
                    ExporterContainer.PORT_NAME,
                    "/metrics",
                    wanted.interval(),
                    wanted.scrapeTimeout()))));
    return monitor;
  }
}
