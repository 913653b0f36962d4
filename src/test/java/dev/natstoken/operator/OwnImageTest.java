package dev.natstoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which command dev/own-image has load the operator's image. Docker, kind, k3d and minikube are
 * stand-ins here that write down how they are called.
 */
class OwnImageTest {

  private static final String IMAGE = "nats-token-operator:dev-0123456789ab";

  @TempDir private Path folder;
  private Path calls;

  @BeforeEach
  void standIns() throws IOException {
    calls = folder.resolve("calls");
    Files.createDirectory(folder.resolve("bin"));
    standIn(
        "docker",
        "[ \"$1\" != build ] || { while [ \"$1\" != --iidfile ]; do shift; done;"
            + " echo sha256:0123456789abcdef >\"$2\"; }");
    standIn("kubectl", "case \"$*\" in *'--context mini '*) printf mini ;; esac");
  }

  private void standIn(String name, String more) throws IOException {
    Path program = folder.resolve("bin").resolve(name);
    String text = "#!/bin/bash\necho \"" + name + " $*\" >>'" + calls + "'\n" + more + "\n";
    Files.writeString(program, text);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Outcome(int code, String out, String said) {}

  private Outcome run(String context) throws IOException, InterruptedException {
    Path said = folder.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "dev/own-image", context).redirectError(said.toFile());
    builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), out.strip(), Files.readString(said));
  }

  @ParameterizedTest
  @CsvSource({
    "kind, kind-dev, kind load docker-image IMAGE --name dev",
    "k3d, k3d-dev, k3d image import IMAGE --cluster dev",
    "minikube, mini, minikube --profile mini image load IMAGE",
  })
  void theMakerOfTheClusterLoadsTheImage(String maker, String context, String call)
      throws IOException, InterruptedException {
    standIn(maker, "");
    Outcome outcome = run(context);
    assertThat(outcome.code()).as(outcome.said()).isZero();
    assertThat(outcome.out()).isEqualTo(IMAGE);
    assertThat(calls()).last().isEqualTo(call.replace("IMAGE", IMAGE));
  }

  @Test
  void dockerDesktopHasTheImageAlready() throws IOException, InterruptedException {
    Outcome outcome = run("docker-desktop");
    assertThat(outcome.out()).isEqualTo(IMAGE);
    assertThat(calls()).last().isEqualTo("docker tag nats-token-operator:dev " + IMAGE);
  }

  @Test
  void anyOtherClusterIsToldToPullAnImageBeforeOneIsBuilt()
      throws IOException, InterruptedException {
    Outcome outcome = run("production");
    assertThat(outcome.code()).isNotZero();
    assertThat(outcome.said()).contains("production", "--image IMAGE:TAG");
    assertThat(calls()).noneMatch(call -> call.startsWith("docker"));
  }

  @Test
  void aMissingCommandIsNamedBeforeTheImageIsBuilt() throws IOException, InterruptedException {
    Outcome outcome = run("kind-dev");
    assertThat(outcome.code()).isNotZero();
    assertThat(outcome.said()).contains("kind is missing");
    assertThat(calls()).isEmpty();
  }

  private List<String> calls() throws IOException {
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }
}
