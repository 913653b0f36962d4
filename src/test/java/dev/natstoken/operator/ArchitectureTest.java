package dev.natstoken.operator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.natstoken.operator.Forbidden.A_CLIENT;
import static dev.natstoken.operator.Forbidden.A_CLOCK;
import static dev.natstoken.operator.Forbidden.KUBERNETES;
import static dev.natstoken.operator.Forbidden.MAIN;
import static dev.natstoken.operator.Forbidden.MORE_THAN_KUBERNETES_DATA;
import static dev.natstoken.operator.Forbidden.OURS;
import static dev.natstoken.operator.Forbidden.RANDOMNESS;
import static dev.natstoken.operator.Forbidden.THE_NETWORK;
import static dev.natstoken.operator.Forbidden.WHAT_ASKS_A_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which way the code may look. */
class ArchitectureTest {

  static final String ROOT = "dev.natstoken.operator";

  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /**
   * One forbidden direction.
   *
   * @param who the packages, with all below them
   * @param what they may not use; of their own classes they may use all
   */
  record Row(List<String> who, DescribedPredicate<JavaClass> what, String because) {
    @Override
    public String toString() {
      return String.join(", ", who) + " may not use " + what.getDescription() + ": " + because;
    }
  }

  private static Row row(String who, DescribedPredicate<JavaClass> what, String because) {
    return new Row(List.of(who.split(" ")), what, because);
  }

  private static Row row(String who, String what, String because) {
    return row(who, in(what).as(what), because);
  }

  private static DescribedPredicate<JavaClass> in(String packages) {
    assertThat(packages.split(" ")).allMatch(p -> CLASSES.containPackage(ROOT + "." + p), "exists");
    return resideInAnyPackage(
        Arrays.stream(packages.split(" ")).map(p -> ROOT + "." + p + "..").toArray(String[]::new));
  }

  private static DescribedPredicate<JavaClass> oursBut(String packages) {
    return OURS.and(not(in(packages))).as("anything of ours but " + packages);
  }

  private static final String ALL_BUT_THE_RECONCILER =
      "api nats outcome rotation desired observed attached access proof kube status events metrics config"
          + " health connection";

  private static final String PURE =
      "api nats.config nats.foreign outcome rotation desired observed attached access ";

  /**
   * The whole table. Each package stands in it, and each direction that is not the intended one.
   */
  static final List<Row> TABLE =
      List.of(
          row("api", OURS, "users write this; how it is carried out is nothing to them"),
          row("api", MORE_THAN_KUBERNETES_DATA, "a resource is data"),
          row("nats", oursBut("nats"), "NATS was there before us and would be without us"),
          row("nats", KUBERNETES, "a server does not know where it runs"),
          row(
              "nats.token",
              "nats.config nats.tls nats.probe nats.foreign",
              "a token knows none of its uses"),
          row(
              "nats.tls",
              "nats.token nats.config nats.probe nats.foreign",
              "a certificate is judged for itself"),
          row(
              "nats.config",
              "nats.probe nats.foreign",
              "what is written depends on no server and on nobody else's text"),
          row(
              "nats.foreign",
              "nats.token nats.config nats.tls nats.probe",
              "it follows nats-server's own reader and should stay comparable with it"),
          row("nats.probe", "nats.foreign", "a server is asked, not its file"),
          row("outcome", OURS, "all speak of outcomes, so outcomes speak of nobody"),
          row(
              "rotation",
              oursBut("nats.token"),
              "the exhaustive search walks through small records and nothing else"),
          row("rotation", KUBERNETES, "the rules hold for pods of any make"),
          row(
              "desired",
              "outcome observed attached access proof kube status events reconciler",
              "what should be does not depend on what is; the little that does is handed in"),
          row(
              "observed",
              "attached proof kube status events reconciler",
              "what was seen is judged alike for both kinds of servers, whoever fetched it"),
          row(
              "attached",
              "proof kube status events reconciler",
              "somebody else's servers are read here; asked and changed elsewhere"),
          row(
              "access",
              "nats rotation observed attached proof kube status events reconciler",
              "a copy follows from a Secret and two resources; servers are nothing to it"),
          row(
              "reconciler.access",
              "nats rotation observed attached proof",
              "an access waits for no server"),
          row(
              "observed attached status desired rotation",
              WHAT_ASKS_A_SERVER,
              "the answers come in as records"),
          row(
              "proof",
              "api kube attached status events reconciler",
              "a proof is between us and the servers, whoever owns them"),
          row("proof", MORE_THAN_KUBERNETES_DATA, "what the API server says is no proof"),
          row(
              "kube",
              "proof attached status rotation events reconciler",
              "an object is read and written in one way, whatever it is for"),
          row("kube", WHAT_ASKS_A_SERVER, "the API server is asked here, NATS servers are not"),
          row(
              "status",
              "attached proof kube events reconciler",
              "the report follows from what was seen, not from how"),
          row(
              "events",
              "nats desired observed attached access proof kube reconciler",
              "an Event follows from two statuses and nothing else"),
          row(
              "metrics",
              "nats desired observed attached proof kube events reconciler",
              "a metric follows from a status, or is counted by whoever does the work"),
          row("metrics", A_CLIENT, "what is shown was read before"),
          row(
              "connection",
              oursBut("config kube"),
              "a request is treated alike, whoever asks and whatever for"),
          row("kube", "connection", "what is asked for does not depend on the way there"),
          row("config health", OURS, "they serve the program, whatever it does"),
          row(
              ALL_BUT_THE_RECONCILER,
              "reconciler",
              "the passes use all the others; whoever used them would close a circle"),
          row(
              ALL_BUT_THE_RECONCILER + " reconciler",
              MAIN,
              "main puts all together and is put into nothing"),
          row(
              "desired observed attached access status",
              MORE_THAN_KUBERNETES_DATA,
              "they think about objects and cannot fetch or write any"),
          row(
              "nats outcome rotation proof config health",
              A_CLIENT,
              "only those have a client that read and write the cluster or report to it"),
          row(PURE + "nats.token status", THE_NETWORK, "a pure function waits for nobody"),
          row(
              PURE + "nats.token nats.tls",
              A_CLOCK,
              "now is a value that is handed in, so that equal input gives equal output"),
          row(
              PURE + "nats.tls status",
              RANDOMNESS,
              "what is random is made once, in nats.token, with a source that is handed in"));

  @ParameterizedTest(name = "{0}")
  @FieldSource("TABLE")
  void looksOnlyTheWayItMay(Row row) {
    for (String name : row.who) {
      noClasses()
          .that(in(name))
          .should()
          .dependOnClassesThat(row.what.and(not(in(name))).as(row.what.getDescription()))
          .because(row.because)
          .check(CLASSES);
    }
  }

  @Test
  void everyPackageStandsInTheTable() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .filteredOn(name -> !name.equals(ROOT))
        .isNotEmpty()
        .allMatch(
            name -> TABLE.stream().anyMatch(row -> row.who.contains(below(name))), "has a row");
  }

  /** A circle can hide between packages that lie in one, or between rooms of two. */
  @ParameterizedTest(name = "{0} deep")
  @ValueSource(ints = {1, 2, 3})
  void noPackagesNeedEachOther(int depth) {
    slices().assignedFrom(packagesTo(depth)).should().beFreeOfCycles().check(CLASSES);
  }

  private static SliceAssignment packagesTo(int depth) {
    return new SliceAssignment() {
      @Override
      public String getDescription() {
        return "packages, " + depth + " deep";
      }

      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        if (!OURS.test(type)) {
          return SliceIdentifier.ignore();
        }
        return SliceIdentifier.of(
            Arrays.stream(below(type.getPackageName()).split("\\.")).limit(depth).toList());
      }
    };
  }

  /** The name of a package, seen from the root. */
  private static String below(String name) {
    return name.equals(ROOT) ? "main" : name.substring(ROOT.length() + 1);
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
