package dev.natstoken.operator.kube;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Has the model classes of Kubernetes share one empty list and one empty map. Each of their objects
 * begins with new ones for all that it may have, and most of them stay empty: with a thousand
 * resources that is a fifth of the heap.
 */
final class SharedEmpties {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.publicLookup();

  private static final ClassValue<List<Property>> PROPERTIES =
      new ClassValue<>() {
        @Override
        protected List<Property> computeValue(Class<?> type) {
          return Arrays.stream(type.getMethods()).flatMap(m -> Property.of(type, m)).toList();
        }
      };

  private SharedEmpties() {}

  /** Puts them where this object has empty ones of its own; what is below it stays as it is. */
  static <T> T in(T object) {
    PROPERTIES.get(object.getClass()).forEach(p -> p.shareIfEmpty(object));
    return object;
  }

  private record Property(MethodHandle get, MethodHandle set) {

    static Stream<Property> of(Class<?> type, Method setter) {
      Class<?> value = setter.getParameterCount() == 1 ? setter.getParameterTypes()[0] : null;
      if (!setter.getName().startsWith("set") || (value != List.class && value != Map.class)) {
        return Stream.empty();
      }
      return getter(type, setter)
          .filter(get -> get.getReturnType() == value)
          .map(get -> new Property(handle(get), handle(setter)))
          .stream();
    }

    private static Optional<Method> getter(Class<?> type, Method setter) {
      try {
        return Optional.of(type.getMethod("get" + setter.getName().substring("set".length())));
      } catch (NoSuchMethodException e) {
        return Optional.empty();
      }
    }

    private static MethodHandle handle(Method method) {
      try {
        return LOOKUP.unreflect(method);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(method + " is public", e);
      }
    }

    void shareIfEmpty(Object object) {
      try {
        Object value = get.invoke(object);
        if (value instanceof List<?> list && list.isEmpty()) {
          set.invoke(object, List.of());
        } else if (value instanceof Map<?, ?> map && map.isEmpty()) {
          set.invoke(object, Map.of());
        }
      } catch (Throwable e) {
        throw new IllegalStateException("a getter and its setter", e);
      }
    }
  }
}
