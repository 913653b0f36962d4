package dev.natstoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.natstoken.operator.nats.token.Token;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A record prints all it holds unless it says otherwise, and what is printed ends up in a log. */
class RecordsHideTokensTest {

  private static final String SECRET = "do-not-show-this-12345";
  private static final Token TOKEN = Token.of(SECRET);
  private static final Set<String> SECRET_NAMES =
      Set.of("password", "token", "secret", "routesConf");
  private static final List<Class<?>> HOLDERS = holders();

  @TestFactory
  Stream<DynamicTest> noRecordShowsTheTokenOrPasswordThatItHolds() {
    return HOLDERS.stream()
        .map(type ->
            DynamicTest.dynamicTest(
                type.getSimpleName(),
                () -> assertThat(filled(type).toString()).doesNotContain(SECRET)));
  }

  @Test
  void theKnownHoldersAreAmongThoseThatAreTested() {
    assertThat(HOLDERS.stream().map(Class::getSimpleName))
        .contains("TokenState", "Pending", "RouteCredentials")
        .as("inside of another type")
        .contains("WantedToken", "Overlap")
        .as("inside of another record")
        .contains("Wish");
  }

  @Test
  void aTokenIsHiddenInsideOfAnythingThatHoldsIt() {
    assertThat(List.of(TOKEN).toString()).doesNotContain(SECRET);
    assertThat(Optional.of(TOKEN).toString()).doesNotContain(SECRET);
    assertThat("token " + TOKEN).doesNotContain(SECRET);
  }

  @Test
  void aRecordThatShowsWhatItHoldsWouldBeFound() throws ReflectiveOperationException {
    assertThat(filled(Showing.class).toString()).contains(SECRET);
    assertThat(filled(ShowingDeepInside.class).toString()).contains(SECRET);
  }

  private record Showing(Optional<String> password) {}

  private record ShowingDeepInside(Map<String, List<Showing>> all) {}

  private static List<Class<?>> holders() {
    return ArchitectureTest.CLASSES.stream()
        .filter(JavaClass::isRecord)
        .<Class<?>>map(JavaClass::reflect)
        .filter(RecordsHideTokensTest::holds)
        .toList();
  }

  private static boolean holds(Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .anyMatch(c -> holds(c.getGenericType(), c.getName()));
  }

  /** Whether a component of this type and name holds a secret, by itself or deeper inside. */
  private static boolean holds(Type type, String name) {
    return switch (type) {
      case ParameterizedType outer ->
          Stream.of(outer.getActualTypeArguments()).anyMatch(t -> holds(t, name));
      case Class<?> plain ->
          plain == Token.class
              || (plain == String.class && SECRET_NAMES.contains(name))
              || (plain.isRecord() && holds(plain));
      default -> false;
    };
  }

  private static Object filled(Class<?> type) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(components[i].getGenericType(), components[i].getName());
    }
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }

  private static Object value(Type type, String name) throws ReflectiveOperationException {
    return switch (type) {
      case ParameterizedType outer -> around(outer, name);
      case Class<?> plain when plain == Token.class -> TOKEN;
      case Class<?> plain when plain == String.class ->
          SECRET_NAMES.contains(name) ? SECRET : "anything";
      case Class<?> plain when plain.isRecord() && holds(plain) -> filled(plain);
      case Class<?> plain when plain.isPrimitive() -> Array.get(Array.newInstance(plain, 1), 0);
      default -> null;
    };
  }

  /** A container with what it can contain. */
  private static Object around(ParameterizedType outer, String name)
      throws ReflectiveOperationException {
    Object first = value(outer.getActualTypeArguments()[0], name);
    if (outer.getRawType() == Optional.class) {
      return Optional.ofNullable(first);
    } else if (outer.getRawType() == List.class || outer.getRawType() == Collection.class) {
      return first == null ? List.of() : List.of(first);
    } else if (outer.getRawType() == Set.class) {
      return first == null ? Set.of() : Set.of(first);
    } else if (outer.getRawType() == Map.class) {
      Object second = value(outer.getActualTypeArguments()[1], name);
      return first == null || second == null ? Map.of() : Map.of(first, second);
    }
    assertThat(holds(outer, name)).as("nobody knows how to fill a " + outer).isFalse();
    return null;
  }
}
