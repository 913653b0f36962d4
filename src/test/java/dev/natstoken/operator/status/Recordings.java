package dev.natstoken.operator.status;

import static dev.natstoken.operator.status.Situations.LATER;
import static dev.natstoken.operator.status.Situations.START;
import static dev.natstoken.operator.status.Situations.at;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The resource as a GitOps tool reads it from the API server, once for each situation. */
final class Recordings {

  private static final NatsTokenAuthStatus DONE =
      at(START).report(Situations.resource(1, null), Situations.DONE);

  private Recordings() {}

  /** Each by the name of its file. */
  static Map<String, NatsTokenAuth> all() {
    Map<String, NatsTokenAuth> all = new TreeMap<>();
    Situations.all()
        .forEach((name, make) -> {
          all.put(
              file(name),
              resource(1, make.apply(at(LATER), Situations.resource(1, history(name)))));
        });
    NatsTokenAuth unseen = Situations.resource(1, schemaDefault());
    all.put("created.yaml", resource(1, schemaDefault()));
    all.put("changed.yaml", resource(2, DONE));
    all.put("paused-from-the-start.yaml", resource(1, at(START).paused(unseen)));
    all.put("retrying-from-the-start.yaml", resource(1, at(START).retrying(unseen, "no answer")));
    all.put("existing-secret-missing.yaml", existingSecretMissing());
    all.put("deleted.yaml", deleted());
    return all;
  }

  /** What was reported before: nothing when servers come up, else that all was done. */
  private static NatsTokenAuthStatus history(String situation) {
    return Set.of("working", "joining", "proving").contains(situation) ? schemaDefault() : DONE;
  }

  /** What the API server gives a resource that the operator has not seen yet. */
  private static NatsTokenAuthStatus schemaDefault() {
    return new NatsTokenAuthStatus(
        -1L, null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  private static NatsTokenAuth existingSecretMissing() {
    Problem problem =
        new Problem(Reason.ExistingSecretMissing, "Secret mine does not exist in this namespace");
    Observation stopped =
        Situations.observation(3, true, new Proof.Pending(), Optional.of(problem));
    NatsTokenAuth resource = resource(2, at(LATER).report(Situations.resource(2, DONE), stopped));
    resource.setSpec(
        Serialization.unmarshal("token: {existingSecret: {name: mine}}", NatsTokenAuthSpec.class));
    return resource;
  }

  private static NatsTokenAuth deleted() {
    NatsTokenAuth resource = resource(1, DONE);
    resource.getMetadata().setDeletionTimestamp(LATER.toString());
    resource.getMetadata().setFinalizers(List.of("foregroundDeletion"));
    return resource;
  }

  private static NatsTokenAuth resource(long generation, NatsTokenAuthStatus status) {
    NatsTokenAuth resource = Situations.resource(generation, status);
    resource.getMetadata().setCreationTimestamp(START.toString());
    return resource;
  }

  private static String file(String situation) {
    return situation.toLowerCase(Locale.ROOT).replaceAll(":? ", "-") + ".yaml";
  }
}
