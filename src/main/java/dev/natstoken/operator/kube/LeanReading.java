package dev.natstoken.operator.kube;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.observed.BoundedMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads of each object only what the operator looks at: most of what it reads stays in the caches
 * for as long as the object lives.
 *
 * <ol>
 *   <li>Of the managed fields only our own stay, with which objects are compared. Parts that are
 *       equal, as they are in all objects of a kind, are held once.
 *   <li>Of a resource, of either kind, none stay: it is never compared.
 *   <li>Of a pod stay its metadata, the names and ports of its containers, and how it is. What else
 *       it has comes from the template of its StatefulSet, or from the node.
 *   <li>Empty lists and maps are those of all objects.
 * </ol>
 */
public final class LeanReading {

  /** How an owner reference is named among managed fields. */
  private static final String UID = "k:{\"uid\"";

  /** More than all kinds of objects together have, and of a size that no user can make matter. */
  private static final int MOST_SHARED = 512;

  /** A part with more fields has names that a user chose, and is hardly that of another object. */
  private static final int LARGEST_SHARED = 16;

  private final String fieldManager;
  private final BoundedMap<Map<String, Object>, Map<String, Object>> shared =
      new BoundedMap<>(MOST_SHARED);

  private LeanReading(String fieldManager) {
    this.fieldManager = fieldManager;
  }

  /**
   * For the client of the operator.
   *
   * @param fieldManager whose managed fields are ours
   */
  public static KubernetesSerialization by(String fieldManager) {
    LeanReading reading = new LeanReading(fieldManager);
    SimpleModule module = new SimpleModule("lean-reading");
    module.setDeserializerModifier(
        new BeanDeserializerModifier() {
          private static final long serialVersionUID = 1L;

          @Override
          public JsonDeserializer<?> modifyDeserializer(
              DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> all) {
            return reading.lean(bean.getBeanClass(), all);
          }
        });
    return new KubernetesSerialization(new ObjectMapper().registerModule(module), true);
  }

  private JsonDeserializer<?> lean(Class<?> type, JsonDeserializer<?> all) {
    if (type == ObjectMeta.class) {
      return new Then<>(all, ObjectMeta.class, this::onlyOurFields);
    } else if (type == NatsTokenAuth.class) {
      return new Then<>(all, NatsTokenAuth.class, LeanReading::withoutManagedFields);
    } else if (type == NatsTokenAccess.class) {
      return new Then<>(all, NatsTokenAccess.class, LeanReading::withoutManagedFields);
    } else if (type == Pod.class) {
      return new Then<>(all, Pod.class, LeanReading::cut);
    } else if (KubernetesResource.class.isAssignableFrom(type) && all instanceof BeanDeserializer) {
      return new Then<>(all, Object.class, SharedEmpties::in);
    }
    return all;
  }

  private void onlyOurFields(ObjectMeta metadata) {
    SharedEmpties.in(metadata);
    metadata.setManagedFields(
        given(metadata.getManagedFields()).stream()
            .filter(entry -> fieldManager.equals(entry.getManager()))
            .toList());
    metadata.getManagedFields().stream()
        .filter(entry -> entry.getFieldsV1() != null)
        .forEach(entry ->
            entry
                .getFieldsV1()
                .setAdditionalProperties(share(entry.getFieldsV1().getAdditionalProperties())));
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> share(Map<String, Object> fields) {
    Map<String, Object> own = new LinkedHashMap<>();
    fields.forEach((name, below) ->
        own.put(name, below instanceof Map<?, ?> ? share((Map<String, Object>) below) : below));
    if (own.size() > LARGEST_SHARED || isOfOneOwner(own)) {
      return own;
    }
    return shared
        .get(own)
        .orElseGet(() -> {
          Map<String, Object> fixed = Collections.unmodifiableMap(own);
          shared.put(fixed, fixed);
          return fixed;
        });
  }

  /** No other object has the same. */
  private static boolean isOfOneOwner(Map<String, Object> fields) {
    return fields.keySet().stream().anyMatch(name -> name.startsWith(UID))
        || fields.values().stream().anyMatch(LinkedHashMap.class::isInstance);
  }

  private static void withoutManagedFields(HasMetadata object) {
    if (object.getMetadata() != null) {
      object.getMetadata().setManagedFields(List.of());
    }
  }

  private static void cut(Pod pod) {
    withoutManagedFields(pod);
    SharedEmpties.in(pod);
    pod.setSpec(lean(pod.getSpec()));
    pod.setStatus(lean(pod.getStatus()));
  }

  /** The bookmark of a watch is a Pod with null for its containers. */
  private static <T> List<T> given(List<T> list) {
    return list == null ? List.of() : list;
  }

  /** Without a builder, which would make anew all that is below, with empties of its own. */
  private static PodSpec lean(PodSpec spec) {
    if (spec == null) {
      return null;
    }
    PodSpec lean = new PodSpec();
    lean.setContainers(given(spec.getContainers()).stream().map(LeanReading::lean).toList());
    return SharedEmpties.in(lean);
  }

  private static Container lean(Container container) {
    Container lean = new Container();
    lean.setName(container.getName());
    lean.setPorts(given(container.getPorts()));
    return SharedEmpties.in(lean);
  }

  private static PodStatus lean(PodStatus status) {
    if (status == null) {
      return null;
    }
    PodStatus lean = new PodStatus();
    lean.setPodIP(status.getPodIP());
    lean.setConditions(given(status.getConditions()));
    lean.setContainerStatuses(
        given(status.getContainerStatuses()).stream().map(LeanReading::lean).toList());
    return SharedEmpties.in(lean);
  }

  private static ContainerStatus lean(ContainerStatus status) {
    ContainerStatus lean = new ContainerStatus();
    lean.setName(status.getName());
    lean.setRestartCount(status.getRestartCount());
    lean.setState(status.getState());
    return SharedEmpties.in(lean);
  }

  /** Reads as another does, and then works on what was read. */
  private static final class Then<T> extends DelegatingDeserializer {

    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    private final transient Consumer<T> work;

    Then(JsonDeserializer<?> all, Class<T> type, Consumer<T> work) {
      super(all);
      this.type = type;
      this.work = work;
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> all) {
      return new Then<>(all, type, work);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      Object read = super.deserialize(parser, context);
      if (read != null) {
        work.accept(type.cast(read));
      }
      return read;
    }
  }
}
