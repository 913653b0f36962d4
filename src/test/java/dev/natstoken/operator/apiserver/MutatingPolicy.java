package dev.natstoken.operator.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What changes every object of one kind in one namespace at each write: a MutatingAdmissionPolicy,
 * which the API server goes through where it asks webhooks, too.
 */
final class MutatingPolicy implements AutoCloseable {

  /** Off by default in Kubernetes 1.34. */
  static final List<String> FLAGS =
      List.of(
          "--feature-gates=MutatingAdmissionPolicy=true",
          "--runtime-config=admissionregistration.k8s.io/v1beta1=true");

  private static final String OBJECTS =
      """
      apiVersion: admissionregistration.k8s.io/v1beta1
      kind: MutatingAdmissionPolicy
      metadata:
        name: changes-$NAMESPACE
      spec:
        failurePolicy: Fail
        reinvocationPolicy: Never
        matchConstraints:
          namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: $NAMESPACE
          resourceRules:
            - apiGroups: ["*"]
              apiVersions: ["*"]
              operations: [CREATE, UPDATE]
              resources: [$RESOURCE]
        mutations:
          - patchType: JSONPatch
            jsonPatch:
              expression: >-
                $EXPRESSION
      ---
      apiVersion: admissionregistration.k8s.io/v1beta1
      kind: MutatingAdmissionPolicyBinding
      metadata:
        name: changes-$NAMESPACE
      spec:
        policyName: changes-$NAMESPACE
      """;

  private final KubernetesClient client = ApiServer.get().client();
  private final String objects;

  /**
   * A policy in force.
   *
   * @param resource such as statefulsets
   * @param expression gives JSON patches, in CEL
   * @param seen an object that it changes, which shows when it is in force
   */
  MutatingPolicy(String namespace, String resource, String expression, HasMetadata seen) {
    objects =
        OBJECTS
            .replace("$NAMESPACE", namespace)
            .replace("$RESOURCE", resource)
            .replace("$EXPRESSION", expression);
    client.load(yaml()).create();
    TestNamespace.await("the policy").until(() -> changes(seen));
  }

  private InputStream yaml() {
    return new ByteArrayInputStream(objects.getBytes(StandardCharsets.UTF_8));
  }

  private boolean changes(HasMetadata seen) {
    PatchContext dryRun =
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withDryRun(List.of("All"))
            .build();
    HasMetadata now = client.resource(seen).get();
    HasMetadata written = client.resource(seen).patch(dryRun, "{}");
    return !Snapshots.content(now).equals(Snapshots.content(written));
  }

  @Override
  public void close() {
    client.load(yaml()).delete();
  }
}
