package dev.natstoken.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.natstoken.operator.desired.TokenSecret;
import dev.natstoken.operator.nats.token.Token;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final String ROOT = "dev.natstoken.operator";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static final DescribedPredicate<JavaClass> A_CLIENT =
      resideInAnyPackage(
              "io.fabric8.kubernetes.client..", "io.javaoperatorsdk..", "java.net.http..")
          .as("a client of the cluster");

  /** The data of Kubernetes, without anything that could read or write a cluster. */
  private static final DescribedPredicate<JavaClass> THE_MODEL =
      resideInAnyPackage(
          "io.fabric8.kubernetes.api.model..",
          "io.fabric8.kubernetes.api.builder..",
          "io.fabric8.kubernetes.model.annotation..");

  @Test
  void whatOnlyThinksHasNoClientOfTheCluster() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".nats..", ROOT + ".desired..", ROOT + ".rotation..", ROOT + ".status..")
        .should()
        .dependOnClassesThat(A_CLIENT)
        .check(CLASSES);
  }

  @Test
  void natsKnowsNothingOfKubernetesNorOfAnyOtherPackage() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".nats..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.fabric8..")
                .or(
                    resideInAPackage(ROOT + "..")
                        .and(DescribedPredicate.not(resideInAPackage(ROOT + ".nats..")))))
        .check(CLASSES);
  }

  @Test
  void objectsAndStatusAreMadeOfTheKubernetesModelAlone() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".desired..", ROOT + ".status..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.fabric8..").and(DescribedPredicate.not(THE_MODEL)))
        .check(CLASSES);
  }

  @Test
  void onlyTheReconcilerTheEventsAndMainHaveAClient() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".reconciler..", ROOT + ".events..")
        .and()
        .doNotBelongToAnyOf(OperatorMain.class, OperatorFactory.class, HeldLease.class)
        .should()
        // CustomResource is what the API class extends: data that lies among the client's classes.
        .dependOnClassesThat(A_CLIENT.and(DescribedPredicate.not(type(CustomResource.class))))
        .check(CLASSES);
  }

  @Test
  void timeRandomnessAndEnvironmentComeFromMain() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(OperatorMain.class, OperatorFactory.class)
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "asks for time, randomness or the environment",
                ArchitectureTest::isASourceOfChance))
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
  void nothingIsPrintedPastTheLog() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(CLASSES);
  }

  @Test
  void noTwoPackagesNeedEachOther() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void nothingNeedsMain() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(OperatorMain.class)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(OperatorMain.class)
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      Set<Path> folders =
          Set.copyOf(
              files.filter(f -> f.toString().endsWith(".java")).map(Path::getParent).toList());
      assertThat(folders)
          .isNotEmpty()
          .allSatisfy(folder ->
              assertThat(folder.resolve("package-info.java")).content().startsWith("/**"));
    }
  }
}
