package dev.natstoken.operator;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.status.Conditions;
import dev.natstoken.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Optional;

/** What the status of a resource says. */
public final class Reported {

  private Reported() {}

  public static Optional<Condition> condition(NatsTokenAuth resource, String type) {
    return Conditions.find(StatusFactory.conditionsOf(resource.getStatus()), type);
  }

  public static boolean isTrue(NatsTokenAuth resource, String type) {
    return Conditions.isTrue(StatusFactory.conditionsOf(resource.getStatus()), type);
  }

  /** Whether it speaks of the newest spec. */
  public static boolean isNewest(NatsTokenAuth resource) {
    return resource.getStatus() != null
        && resource.getMetadata().getGeneration().equals(resource.getStatus().observedGeneration());
  }

  /** The phase of the rotation that runs; empty if none does. */
  public static String phase(NatsTokenAuth resource) {
    var status = resource.getStatus();
    return status == null || status.rotation() == null ? "" : status.rotation().phase();
  }
}
