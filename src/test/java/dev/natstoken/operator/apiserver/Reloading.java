package dev.natstoken.operator.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.nats.probe.Logins;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * Does what Reloader does with one object: puts what is in it into an annotation of the pod
 * template of a Deployment, which makes Kubernetes restart its pods; and what a client does that is
 * restarted so: reads the token Secret and tries the servers that it lists. An object that is new
 * restarts nobody.
 */
final class Reloading<T extends HasMetadata> implements AutoCloseable {

  private static final String CLIENT = "client";
  private static final String MARK = "reloader.example/last";

  /** Where clients are, and which Secret they read. */
  private final TestNamespace namespace;

  private final String secret;
  private final TestNamespace servers;
  private final Queue<String> firstConnects = new ConcurrentLinkedQueue<>();
  private final SharedIndexInformer<T> informer;
  private final String data;

  /** What one client met at its start. */
  static final String OK = "ok";

  /**
   * Begins to look.
   *
   * @param data the field of the object that counts
   */
  Reloading(TestNamespace namespace, Class<T> type, String name, String data) {
    this(namespace, TestNamespace.TOKEN_SECRET, namespace, type, name, data);
  }

  private Reloading(
      TestNamespace namespace,
      String secret,
      TestNamespace servers,
      Class<T> type,
      String name,
      String data) {
    this.namespace = namespace;
    this.secret = secret;
    this.servers = servers;
    this.data = data;
    namespace.create(deployment());
    informer =
        namespace
            .object(type, name)
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(T object) {
                    // Whoever starts later reads it anyway.
                  }

                  @Override
                  public void onUpdate(T before, T after) {
                    if (!text(before).equals(text(after))) {
                      firstConnects.add(restart(text(after)));
                    }
                  }

                  @Override
                  public void onDelete(T object, boolean unknown) {
                    // Nor does that restart anybody.
                  }
                });
  }

  /** Looks at the ConfigMap of an access, whose Secret its clients read. */
  static Reloading<ConfigMap> byAccess(AccessNamespaces both) {
    return new Reloading<>(
        both.clients(),
        AccessNamespaces.ACCESS,
        both.owners(),
        ConfigMap.class,
        AccessNamespaces.VERSION,
        "data");
  }

  private String text(T object) {
    return String.valueOf(
        Serialization.unmarshal(Serialization.asJson(object), ObjectNode.class).get(data));
  }

  /** Returns what the client met; nobody hears of an exception here. */
  private String restart(String text) {
    try {
      mark(text);
      return connect();
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  private void mark(String text) {
    namespace.edit(
        Deployment.class,
        CLIENT,
        d ->
            new DeploymentBuilder(d)
                .editSpec()
                .editTemplate()
                .editOrNewMetadata()
                .addToAnnotations(MARK, Integer.toHexString(text.hashCode()))
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build());
  }

  /** How often Kubernetes had to restart the pods of the client. */
  long restarts() {
    return namespace.object(Deployment.class, CLIENT).get().getMetadata().getGeneration() - 1;
  }

  /** What each of the clients met, {@link #OK} if it got in wherever it tried first. */
  List<String> firstConnects() {
    return List.copyOf(firstConnects);
  }

  private String connect() {
    Secret read = namespace.object(Secret.class, secret).get();
    String token = SecretText.of(read, "token");
    List<Boolean> tries =
        Stream.of(SecretText.of(read, "servers").split(",", -1))
            .map(url -> url.replace("nats://", "").replaceFirst("[.].*", ""))
            .flatMap(server -> isAccepted(server, token).stream())
            .toList();
    if (tries.isEmpty()) {
      return "no server answers";
    }
    return tries.contains(false) ? "refused by " + tries + " of the listed servers" : OK;
  }

  /** Empty if there is no such server right now, and a client goes on to the next. */
  private Optional<Boolean> isAccepted(String server, String token) {
    Pod pod = servers.object(Pod.class, server).get();
    if (pod == null || pod.getStatus().getPodIP() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Logins.isAccepted(pod.getStatus().getPodIP(), 4222, Optional.of(token)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Deployment deployment() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(CLIENT)
        .endMetadata()
        .withNewSpec()
        .withNewSelector()
        .addToMatchLabels("app", CLIENT)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", CLIENT)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName(CLIENT)
        .withImage(CLIENT)
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  @Override
  public void close() {
    informer.close();
  }
}
