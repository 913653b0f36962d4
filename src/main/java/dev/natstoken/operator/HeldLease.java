package dev.natstoken.operator;

import dev.natstoken.operator.config.OperatorConfig;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up the lease at an orderly end, after the last write, so that the next operator need not
 * wait until it runs out. JOSDK 5.2.3 never does.
 */
final class HeldLease {

  private static final Logger log = LoggerFactory.getLogger(HeldLease.class);

  private HeldLease() {}

  static void release(KubernetesClient client, OperatorConfig config, String identity) {
    try {
      client
          .leases()
          .inNamespace(config.namespace())
          .withName(config.leaseName())
          .edit(lease -> released(lease, identity));
    } catch (KubernetesClientException e) {
      log.warn("The lease was not given up and will run out: {}", e.getMessage());
    }
  }

  private static Lease released(Lease lease, String identity) {
    if (!identity.equals(lease.getSpec().getHolderIdentity())) {
      return lease;
    }
    return new LeaseBuilder(lease).editSpec().withHolderIdentity("").endSpec().build();
  }
}
