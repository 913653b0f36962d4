package dev.natstoken.operator.access;

import dev.natstoken.operator.api.NatsTokenAuth;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one access, from caches or from the API server itself.
 *
 * @param watched whether the operator watches the namespace of the NatsTokenAuth
 * @param namespaceLabels of the namespace of the access, if they matter
 * @param source the Secret under the name of the token Secret, whoever owns it
 * @param target the Secret under the name that the access asks for, whoever owns it
 * @param others further Secrets that name this access as theirs
 * @param brought the Secret from which the NatsTokenAuth takes its token, if it names one
 * @param bringers accesses in the namespace of the NatsTokenAuth that ask for a Secret of that name
 */
public record AccessFacts(
    boolean watched,
    Optional<NatsTokenAuth> auth,
    Map<String, String> namespaceLabels,
    Optional<Secret> source,
    Optional<Secret> target,
    List<Secret> others,
    Optional<Secret> brought,
    List<String> bringers) {

  /** Without the Secrets. */
  @Override
  public String toString() {
    return "AccessFacts";
  }
}
