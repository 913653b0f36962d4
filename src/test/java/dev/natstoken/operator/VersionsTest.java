package dev.natstoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuthSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

/** A version that must stand in several files is the same in all of them. */
class VersionsTest {

  private static final Path KUBERNETES = Path.of("dev/go.mod");
  private static final Path NATS = Path.of("dev/nats/go.mod");
  private static final Path PROGRAMS = Path.of("src/test/programs/go.mod");
  private static final Path DOCKERFILE = Path.of("Dockerfile");
  private static final Path OTHERS = Path.of("dev/versions.env");

  @Test
  void theLibrariesOfKubernetesAreOfItsVersion() throws IOException {
    String library = required(KUBERNETES, "k8s.io/kubernetes").replaceFirst("1", "0");
    List<String> libraries =
        all(KUBERNETES, "(?m)^\\s+k8s\\.io/(?:\\S+) => k8s\\.io/(?:\\S+) v(\\S+)$");
    assertThat(libraries).as("replaced in %s", KUBERNETES).isNotEmpty().containsOnly(library);
  }

  @Test
  void theImageIsRehearsedWithTheKubernetesOfTheTests() throws IOException {
    String kubernetes = required(KUBERNETES, "k8s.io/kubernetes");
    inDockerfile("kube-apiserver:v([^@\\s]+)").containsOnly(kubernetes);
    inDockerfile("/envtest/k8s/([^-]+)-linux").containsOnly(kubernetes);
    inDockerfile("/etcd:([^-]+)-").containsOnly(required(KUBERNETES, "go.etcd.io/etcd/server/v3"));
  }

  /** The public record of the registry may not have the newest one yet. */
  @Test
  void theNatsServerOfTheRehearsalIsOfTheSameMinorVersionAsThatOfTheTests() throws IOException {
    inDockerfile("FROM nats:(\\d+\\.\\d+)\\.\\d+@")
        .containsOnly(
            required(NATS, "github.com/nats-io/nats-server/v2").replaceFirst("\\.\\d+$", ""));
  }

  @Test
  void theImageIsBuiltWithTheJavaOfTheSource() throws IOException {
    inDockerfile("temurin-(\\d+)")
        .containsOnly(one(Path.of("pom.xml"), "<maven.compiler.release>(\\d+)<"));
  }

  @Test
  void theImageIsOfTheProgramsVersionUnlessTold() throws IOException {
    inDockerfile("VERSION=(\\d\\S*)")
        .containsOnly(one(Path.of("pom.xml"), "<revision>(.*?)</revision>"));
  }

  @Test
  void serversAreOfTheVersionOfTheTestsByDefault() throws IOException {
    assertThat(NatsTokenAuthSpec.DEFAULT_VERSION)
        .as("as in %s", NATS)
        .isEqualTo(required(NATS, "github.com/nats-io/nats-server/v2"));
  }

  @Test
  void theReadmeNamesWhatTheTestsRun() throws IOException {
    String tested =
        "%s by default; tested with that and %s, on\nKubernetes %s,"
            .formatted(
                required(NATS, "github.com/nats-io/nats-server/v2"),
                one(OTHERS, "NATS_SERVER_OLD=(\\S+)"),
                required(KUBERNETES, "k8s.io/kubernetes"));
    assertThat(Path.of("README.md")).content().contains(tested);
  }

  @Test
  void theSupportMatrixIsWhatTheTestsRun() throws IOException {
    assertThat(Path.of("docs/reference/support.md"))
        .content()
        .contains(
            "| %s (the default) and %s |"
                .formatted(
                    required(NATS, "github.com/nats-io/nats-server/v2"),
                    one(OTHERS, "NATS_SERVER_OLD=(\\S+)")),
            "| Kubernetes | " + required(KUBERNETES, "k8s.io/kubernetes") + ",",
            "| Helm | %s, %s and %s |"
                .formatted(
                    required(PROGRAMS, "helm.sh/helm/v3"),
                    required(KUBERNETES, "helm.sh/helm/v4"),
                    required(PROGRAMS, "helm.sh/helm/v4")),
            "its CRDs of " + one(OTHERS, "PROMETHEUS_OPERATOR=(\\S+)"),
            "source-controller %s, kustomize-controller %s"
                .formatted(
                    one(OTHERS, "SOURCE_CONTROLLER=(\\S+)"),
                    one(OTHERS, "KUSTOMIZE_CONTROLLER=(\\S+)")),
            externalSecrets());
  }

  @Test
  void theGuideNamesTheExternalSecretsOfTheTests() throws IOException {
    assertThat(Path.of("docs/tools.md")).content().contains(externalSecrets());
  }

  private static String externalSecrets() throws IOException {
    return "the controller of %s under the CRDs of %s"
        .formatted(
            one(OTHERS, "EXTERNAL_SECRETS=(\\S+)"), one(OTHERS, "EXTERNAL_SECRETS_CRDS=(\\S+)"));
  }

  @Test
  void theDocumentationNamesTheOlderServerOfTheTests() throws IOException {
    assertThat(Path.of("docs/operations.md"))
        .content()
        .contains("the default version and " + one(OTHERS, "NATS_SERVER_OLD=(\\S+)"));
  }

  @Test
  void theExampleOfAClientHasTheImageOfTheCluster() throws IOException {
    assertThat(one(Path.of("docs/examples/client.yaml"), "natsio/nats-box:(\\S+)"))
        .as("as in %s", OTHERS)
        .isEqualTo(one(OTHERS, "NATS_BOX=(\\S+)"));
  }

  @Test
  void thePluginStartsTheSameImage() throws IOException {
    assertThat(all(Path.of("src/main/kubectl/kubectl-natstoken"), "natsio/nats-box:(\\S+)"))
        .as("as in %s", OTHERS)
        .containsOnly(one(OTHERS, "NATS_BOX=(\\S+)"));
  }

  @Test
  void whoeverBuildsIsToldOfTheGoThatIsNeeded() throws IOException {
    String go = one(KUBERNETES, "(?m)^go (\\d+\\.\\d+)");
    for (String file : List.of("README.md", "CONTRIBUTING.md", "dev/tools")) {
      assertThat(one(Path.of(file), "Go (\\d+\\.\\d+)")).as("in %s", file).isEqualTo(go);
    }
  }

  private static ListAssert<String> inDockerfile(String pattern) throws IOException {
    return assertThat(all(DOCKERFILE, pattern)).as("%s in %s", pattern, DOCKERFILE).isNotEmpty();
  }

  private static String required(Path goMod, String module) throws IOException {
    return one(goMod, "(?m)^\\s+" + Pattern.quote(module) + " v(\\S+)");
  }

  private static String one(Path file, String pattern) throws IOException {
    List<String> found = all(file, pattern);
    assertThat(found).as("%s in %s", pattern, file).isNotEmpty();
    return found.get(0);
  }

  private static List<String> all(Path file, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult r) -> r.group(1))
        .toList();
  }
}
