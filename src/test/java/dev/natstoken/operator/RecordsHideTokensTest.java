package dev.natstoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.natstoken.operator.nats.token.Token;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
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
  private static final Set<String> SECRET_NAMES = Set.of("password", "token", "secret");
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
        .contains("TokenState", "Pending", "RouteCredentials");
  }

  @Test
  void aTokenIsHiddenInsideOfAnythingThatHoldsIt() {
    assertThat(List.of(TOKEN).toString()).doesNotContain(SECRET);
    assertThat(Optional.of(TOKEN).toString()).doesNotContain(SECRET);
    assertThat("token " + TOKEN).doesNotContain(SECRET);
  }

  private static List<Class<?>> holders() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.natstoken.operator")
            .stream()
            .filter(JavaClass::isRecord)
            .<Class<?>>map(JavaClass::reflect)
            .filter(type ->
                Stream.of(type.getRecordComponents()).anyMatch(RecordsHideTokensTest::isSecret))
            .toList();
  }

  private static boolean isSecret(RecordComponent component) {
    return component.getType() == Token.class
        || (component.getType() == String.class && SECRET_NAMES.contains(component.getName()));
  }

  private static Object filled(Class<?> type) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Constructor<?> constructor =
        type.getDeclaredConstructor(
            Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    constructor.setAccessible(true);
    return constructor.newInstance(
        Arrays.stream(components).map(RecordsHideTokensTest::value).toArray());
  }

  private static Object value(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == Token.class) {
      return TOKEN;
    } else if (type == String.class) {
      return isSecret(component) ? SECRET : "anything";
    } else if (type == Optional.class) {
      return Optional.empty();
    }
    return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
  }
}
