package dev.natstoken.operator.kube;

import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.api.NatsTokenAccessStatus;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.net.HttpURLConnection;

/** Writes the status of a resource of either kind. */
public final class Statuses {

  private Statuses() {}

  /** Writes it; false if the resource was deleted meanwhile, so that nobody is left to be told. */
  public static boolean write(
      NatsTokenAuth resource, NatsTokenAuthStatus status, Context<NatsTokenAuth> context) {
    return write(resource, with(resource, status), context);
  }

  /** The same for an access. */
  public static boolean write(
      NatsTokenAccess access, NatsTokenAccessStatus status, Context<NatsTokenAccess> context) {
    return write(access, with(access, status), context);
  }

  private static <P extends HasMetadata> boolean write(P resource, P fresh, Context<P> context) {
    try {
      PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(resource, fresh, context);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Server-side apply of the status wants an object with nothing else in it; the uid keeps it from
   * a namesake that was created meanwhile.
   */
  public static NatsTokenAuth with(NatsTokenAuth resource, NatsTokenAuthStatus status) {
    NatsTokenAuth fresh = new NatsTokenAuth();
    fresh.setMetadata(identity(resource));
    fresh.setStatus(status);
    return fresh;
  }

  /** The same for an access. */
  public static NatsTokenAccess with(NatsTokenAccess access, NatsTokenAccessStatus status) {
    NatsTokenAccess fresh = new NatsTokenAccess();
    fresh.setMetadata(identity(access));
    fresh.setStatus(status);
    return fresh;
  }

  private static ObjectMeta identity(HasMetadata resource) {
    return new ObjectMetaBuilder()
        .withNamespace(resource.getMetadata().getNamespace())
        .withName(resource.getMetadata().getName())
        .withUid(resource.getMetadata().getUid())
        .build();
  }
}
