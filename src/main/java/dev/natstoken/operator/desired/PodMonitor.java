package dev.natstoken.operator.desired;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;

/** As much of the kind PodMonitor of Prometheus Operator as we write. */
@Group(PodMonitor.GROUP)
@Version("v1")
@Kind("PodMonitor")
@Plural("podmonitors")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
// By its class: by its kind it would be read as one that Fabric8 does not know.
@JsonDeserialize(using = JsonDeserializer.None.class)
public final class PodMonitor implements HasMetadata, Namespaced {

  public static final String GROUP = "monitoring.coreos.com";
  public static final String API_VERSION = GROUP + "/v1";

  private static final long serialVersionUID = 1L;

  private ObjectMeta metadata;
  private Spec spec;

  /** Which pods are read, and where. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Spec(LabelSelector selector, List<Endpoint> podMetricsEndpoints) {}

  /** A port of these pods; null is Prometheus's own default. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Endpoint(String port, String path, String interval, String scrapeTimeout) {}

  @Override
  public ObjectMeta getMetadata() {
    return metadata;
  }

  @Override
  public void setMetadata(ObjectMeta metadata) {
    this.metadata = metadata;
  }

  public Spec getSpec() {
    return spec;
  }

  public void setSpec(Spec spec) {
    this.spec = spec;
  }

  @Override
  public String getApiVersion() {
    return API_VERSION;
  }

  /** It is what the class says; a setter has to be there to read one. */
  @Override
  public void setApiVersion(String version) {}
}
