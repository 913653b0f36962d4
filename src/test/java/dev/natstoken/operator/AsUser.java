package dev.natstoken.operator;

import dev.natstoken.operator.api.NatsTokenAuth;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What users do with kubectl. */
public final class AsUser {

  private AsUser() {}

  /** A resource with this spec, right or wrong, as it would stand in a file. */
  public static GenericKubernetesResource resource(
      String namespace, String name, Map<String, ?> spec) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("natstoken.dev/v1alpha1")
        .withKind("NatsTokenAuth")
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .addToAdditionalProperties("spec", spec)
        .build();
  }

  /** Sets the annotation that asks for a rotation; null takes it away. */
  public static void requestRotation(Resource<NatsTokenAuth> resource, String value) {
    edit(
        resource,
        r -> {
          Map<String, String> annotations =
              new HashMap<>(Optional.ofNullable(r.getMetadata().getAnnotations()).orElse(Map.of()));
          annotations.remove(NatsTokenAuth.ROTATE);
          if (value != null) {
            annotations.put(NatsTokenAuth.ROTATE, value);
          }
          r.getMetadata().setAnnotations(annotations);
          return r;
        });
  }

  /**
   * An edit of what is there now. A write of somebody else in between is no hindrance to {@code
   * kubectl}; the client used here refuses it, so the edit is made anew.
   *
   * @param resource by its name: one that holds an object would edit that old one again
   */
  public static <T extends HasMetadata> T edit(Resource<T> resource, UnaryOperator<T> edit) {
    return withoutConflict(() -> resource.edit(edit));
  }

  /** The same for the status, which is what controllers write. */
  public static <T extends HasMetadata> T editStatus(Resource<T> resource, UnaryOperator<T> edit) {
    return withoutConflict(() -> resource.editStatus(edit));
  }

  private static <T> T withoutConflict(Supplier<T> write) {
    while (true) {
      try {
        return write.get();
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
      }
    }
  }

  /** Puts a label and an annotation on it, as another tool would. */
  public static void decorate(KubernetesClient client, HasMetadata object) {
    GenericKubernetesResource patch =
        new GenericKubernetesResourceBuilder()
            .withApiVersion(object.getApiVersion())
            .withKind(object.getKind())
            .withNewMetadata()
            .withNamespace(object.getMetadata().getNamespace())
            .withName(object.getMetadata().getName())
            .addToLabels("team", "shop")
            .addToAnnotations("note", "hello")
            .endMetadata()
            .build();
    client.resource(patch).fieldManager("another-tool").serverSideApply();
  }

  /** Creates or edits a Secret. */
  public static void putSecret(
      KubernetesClient client, String namespace, String name, String key, String value) {
    putSecret(client, namespace, name, Map.of(key, value));
  }

  /** Creates a Secret, or puts these keys into it. */
  public static void putSecret(
      KubernetesClient client, String namespace, String name, Map<String, String> texts) {
    Resource<Secret> secret = client.secrets().inNamespace(namespace).withName(name);
    if (secret.get() != null) {
      edit(secret, old -> new SecretBuilder(old).addToStringData(texts).build());
      return;
    }
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .addToStringData(texts)
                .build())
        .create();
  }
}
