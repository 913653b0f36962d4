package dev.natstoken.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.natstoken.operator.ArchitectureTest.CLASSES;
import static dev.natstoken.operator.ArchitectureTest.ROOT;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import dev.natstoken.operator.desired.TokenSecret;
import dev.natstoken.operator.nats.token.Token;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What only a few places may do. */
class NarrowPlacesTest {

  @Test
  void timeRandomnessAndEnvironmentComeFromMain() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(OperatorMain.class, OperatorFactory.class, InstallationCheck.class)
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "asks for time, randomness or the environment",
                NarrowPlacesTest::isASourceOfChance))
        .check(CLASSES);
  }

  private static boolean isASourceOfChance(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    String name = access.getTarget().getName();
    int parameters =
        access instanceof JavaCodeUnitAccess<?> call
            ? call.getTarget().getRawParameterTypes().size()
            : 0;
    boolean constructor = name.equals("<init>");
    return switch (owner.getName()) {
      case "java.lang.System" ->
          Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty", "getProperties")
              .contains(name);
      case "java.time.Instant",
          "java.time.LocalDate",
          "java.time.LocalDateTime",
          "java.time.OffsetDateTime",
          "java.time.ZonedDateTime" ->
          name.equals("now") && parameters == 0;
      case "java.time.Clock" -> name.startsWith("system") || name.startsWith("tick");
      case "java.util.Date" -> constructor && parameters == 0;
      case "java.security.SecureRandom", "java.util.Random" ->
          constructor || name.startsWith("getInstance");
      case "java.util.concurrent.ThreadLocalRandom" -> true;
      case "java.util.UUID" -> name.equals("randomUUID");
      case "java.lang.Math" -> name.equals("random");
      // Without a second parameter it makes a SecureRandom of its own.
      case "org.mindrot.jbcrypt.BCrypt" -> name.equals("gensalt") && parameters < 2;
      default -> false;
    };
  }

  @Test
  void theValueOfATokenIsReadOnlyToServeOrPublishOrHashIt() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".nats..")
        .and()
        .doNotBelongToAnyOf(TokenSecret.class)
        .and()
        .doNotHaveSimpleName("TokenMarks")
        .should()
        .callMethod(Token.class, "value")
        .check(CLASSES);
  }

  @Test
  void nothingIsPrintedPastTheLogButWhatHelmTestShows() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(InstallationCheck.class)
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(CLASSES);
  }
}
