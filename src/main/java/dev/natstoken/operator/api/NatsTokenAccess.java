package dev.natstoken.operator.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * The wish of a namespace for the token of a NatsTokenAuth, mostly of another one: a Secret with
 * the same content, for as long as the owner allows it.
 *
 * <p>The name rule follows from the Secret, on which the name stands as a label.
 */
@Group(NatsTokenAuth.GROUP)
@Version("v1alpha1")
@Kind("NatsTokenAccess")
@Plural("natstokenaccesses")
@ShortNames("ntac")
@ValidationRule(
    value = "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$')",
    message =
        "metadata.name must contain only lower-case letters, digits and '-', and have at most 63"
            + " characters: it becomes a label of the Secret")
@AdditionalPrinterColumn(
    name = "Auth",
    jsonPath = ".spec.authRef.name",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Auth-Namespace",
    jsonPath = ".spec.authRef.namespace",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Secret",
    jsonPath = ".status.binding.name",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Token",
    jsonPath = ".status.tokenGeneration",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class NatsTokenAccess extends CustomResource<NatsTokenAccessSpec, NatsTokenAccessStatus>
    implements Namespaced {

  private static final long serialVersionUID = 1L;

  /** Never null; the schema demands one. */
  public NatsTokenAccessSpec specOrEmpty() {
    return getSpec() == null || getSpec().authRef() == null ? NatsTokenAccessSpec.EMPTY : getSpec();
  }

  public NatsTokenAccessStatus statusOrNone() {
    return getStatus() == null ? NatsTokenAccessStatus.NONE : getStatus();
  }

  /** The name of the Secret that it asks for. */
  public String secretName() {
    String wanted = specOrEmpty().secretName();
    return wanted == null ? getMetadata().getName() : wanted;
  }

  /** The name of the ConfigMap that changes once per published token. */
  public String versionMapName() {
    return secretName() + "-version";
  }

  /** Which token is wanted, and the Secret that is to hold it. */
  @Override
  @Required
  public NatsTokenAccessSpec getSpec() {
    return super.getSpec();
  }

  /**
   * What the operator last reported. The schema default makes a brand-new resource count as "in
   * progress" for kstatus before the operator has seen it.
   */
  @Override
  @Default("{\"observedGeneration\": -1}")
  public NatsTokenAccessStatus getStatus() {
    return super.getStatus();
  }

  @Override
  protected NatsTokenAccessSpec initSpec() {
    return null;
  }

  @Override
  protected NatsTokenAccessStatus initStatus() {
    return null;
  }
}
