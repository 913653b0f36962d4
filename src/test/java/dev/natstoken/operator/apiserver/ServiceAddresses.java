package dev.natstoken.operator.apiserver;

import dev.natstoken.operator.AsUser;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDRBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;

/**
 * Addresses for more Services than the 254 that kube-api-test gives an API server: nothing deletes
 * the Services of a namespace that is through. A flag of ours does not help, since the one of
 * kube-api-test comes after it and wins.
 */
public final class ServiceAddresses {

  private static final String NAME = "more";
  private static final String RANGE = "10.128.0.0/16";

  private ServiceAddresses() {}

  /** Adds 65,534 addresses, and says that they are ready, as the controller manager would. */
  public static void add(KubernetesClient client) {
    client.resource(range()).create();
    AsUser.editStatus(
        client.resources(ServiceCIDR.class).withName(NAME),
        range ->
            new ServiceCIDRBuilder(range)
                .withNewStatus()
                .addToConditions(ready())
                .endStatus()
                .build());
  }

  private static Condition ready() {
    return new ConditionBuilder()
        .withType("Ready")
        .withStatus("True")
        .withReason("ForTests")
        .withMessage("Nobody else has these addresses")
        .withLastTransitionTime(Instant.now().toString())
        .build();
  }

  private static ServiceCIDR range() {
    return new ServiceCIDRBuilder()
        .withNewMetadata()
        .withName(NAME)
        .endMetadata()
        .withNewSpec()
        .withCidrs(RANGE)
        .endSpec()
        .build();
  }
}
