package dev.natstoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.api.NatsTokenAuth;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What dev/quickstart does, and where: servers in one namespace, their client in another. Helm and
 * kubectl are stand-ins here, which write down how they are called and answer as they would.
 */
class QuickstartTest {

  private static final String SERVERS = "--context any --namespace nats-demo ";
  private static final String CLIENTS = SERVERS + "--namespace shop-demo ";

  private static final String HELM =
      """
      #!/bin/bash
      echo "helm $*" >>CALLS
      """;

  /** The wait for the second server lasts until some requests were asked beside it. */
  private static final String KUBECTL =
      """
      #!/bin/bash
      echo "$*" >>CALLS
      case "$*" in
        *'get crd '* | *'get namespace '*) exit 1 ;;
        *'{.data.url}'*) printf 'nats://token@server' | base64 ;;
        *'{.status.token.generation}'*) printf 2 ;;
        *' --server nats://orders-nats.nats-demo:4222 '* | *' --server nats://not-the-token@'*)
          echo 'nats: error: nats: Authorization Violation'
          exit 1
          ;;
        *' request greet you --raw '*) echo 'ANSWER' ;;
        *' --watch') exec sleep 60 ;;
        *' --for=delete '*)
          until [ "$(grep -c 'request greet you --raw' CALLS)" -ge 5 ]; do sleep 0.1; done
          ;;
        *' events '*) echo 'RotationFinished' ;;
      esac
      """;

  @TempDir private Path folder;
  private Path calls;

  @BeforeEach
  void standIns() throws IOException {
    calls = folder.resolve("calls");
    Files.createDirectory(folder.resolve("bin"));
    standIn("helm", HELM);
    standIn("kubectl", KUBECTL.replace("ANSWER", "Hello, you"));
  }

  private void standIn(String name, String text) throws IOException {
    Path program = folder.resolve("bin").resolve(name);
    Files.writeString(program, text.replace("CALLS", "'" + calls + "'"));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Outcome(int code, String said) {}

  private Outcome run() throws IOException, InterruptedException {
    Path said = folder.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(
                "bash", "dev/quickstart", "--context", "any", "--image", "registry.example/image:1")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    int code = builder.start().waitFor();
    return new Outcome(code, Files.readString(said));
  }

  @Test
  void theClientLivesInAnotherNamespaceThanItsServers() throws IOException, InterruptedException {
    Outcome outcome = run();
    assertThat(outcome.code()).as(outcome.said()).isZero();
    assertThat(outcome.said()).contains("and all were answered", "Done");
    List<String> made = Files.readAllLines(calls);
    assertThat(made)
        .anyMatch(c -> c.startsWith("helm ") && c.contains("watchNamespaces={nats-demo,shop-demo}"))
        .anyMatch(c -> c.startsWith(SERVERS + "apply ") && c.endsWith("/orders.yaml"))
        .anyMatch(c -> c.startsWith(CLIENTS + "apply ") && c.endsWith("/shop-access.yaml"))
        .anyMatch(c -> c.startsWith(CLIENTS + "apply ") && c.endsWith("/client.yaml"))
        .anyMatch(c -> c.startsWith(CLIENTS + "rollout restart deploy/greeter"))
        .filteredOn(c -> c.contains("greeter") || c.contains("natstokenaccess "))
        .allMatch(c -> c.startsWith(CLIENTS));
  }

  @Test
  void aLostRequestIsAnError() throws IOException, InterruptedException {
    standIn("kubectl", KUBECTL.replace("ANSWER", "nats: error: no responders"));
    Outcome outcome = run();
    assertThat(outcome.code()).isNotZero();
    assertThat(outcome.said()).contains("a request was lost");
  }

  @Test
  void itsManifestsFitEachOther() throws IOException {
    NatsTokenAuth auth = read("orders", NatsTokenAuth.class);
    NatsTokenAccess access = read("shop-access", NatsTokenAccess.class);
    assertThat(auth.getSpec().allowedNamespaces().names()).containsExactly("shop-demo");
    assertThat(access.getSpec().authRef().text())
        .isEqualTo("nats-demo/" + auth.getMetadata().getName());
    assertThat(read("client", Deployment.class).getSpec().getTemplate().getSpec().getContainers())
        .flatMap(c -> c.getEnv())
        .filteredOn(e -> e.getValueFrom() != null)
        .extracting(e -> e.getValueFrom().getSecretKeyRef().getName())
        .containsExactly(access.secretName());
  }

  private static <T> T read(String example, Class<T> type) throws IOException {
    return Serialization.unmarshal(
        Files.readString(Path.of("docs/examples/" + example + ".yaml")), type);
  }
}
