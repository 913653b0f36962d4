package dev.natstoken.operator.attached;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.foreign.ConfPath;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerCommandTest {

  private static final List<String> NONE = List.of();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-c /etc/nats.conf",
        "--c /etc/nats.conf",
        "-c=/etc/nats.conf",
        "--c=/etc/nats.conf",
        "-config /etc/nats.conf -D",
        "-js --config=/etc/./nats.conf",
        "-c /etc/first.conf -c /etc/nats.conf",
        "nats-server -c /etc/nats.conf -- -c /etc/other.conf",
      })
  void everyFormOfTheOptionNamesTheFile(String arguments) {
    assertThat(file(container(NONE, List.of(arguments.split(" ", -1)))))
        .contains(ConfPath.of("/etc/nats.conf"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nats-server -c /etc/nats.conf",
        "exec nats-server --config='/etc/nats.conf'",
        "cp /x /y; exec /bin/nats-server -c \"/etc/nats.conf\"; true",
        "cat -c /etc/other.conf\n nats-server -D \\\n-c /etc/nats.conf\nsleep -c 1",
        "test -x /nats-server && exec /nats-server -c /etc/nats.conf|tee -c x",
      })
  void anOptionOfAShellIsNotTakenForThatOfItsScript(String script) {
    assertThat(file(container(List.of("sh", "-c"), List.of(script))))
        .contains(ConfPath.of("/etc/nats.conf"));
    assertThat(file(container(List.of("/bin/sh", "-c", script), NONE)))
        .contains(ConfPath.of("/etc/nats.conf"));
  }

  @Test
  void whatIsNotToBeUnderstoodNamesNone() {
    assertThat(file(container(List.of("sh", "-c", "/start.sh"), NONE))).isEmpty();
    assertThat(file(container(List.of("sh", "-c"), List.of("nats-server -c $CONF")))).isEmpty();
    assertThat(file(container(NONE, List.of("-c", "$(CONF)")))).isEmpty();
    assertThat(file(container(NONE, List.of("-c")))).isEmpty();
    assertThat(file(container(NONE, List.of("--user", "-c")))).isEmpty();
    assertThat(file(container(NONE, List.of("-c", "nats.conf")))).isEmpty();
    assertThat(file(container(NONE, NONE))).isEmpty();
  }

  @Test
  void aRelativePathBeginsAtTheWorkingDirectory() {
    Container container =
        new ContainerBuilder(container(NONE, List.of("-c", "../nats.conf")))
            .withWorkingDir("/etc/nats")
            .build();
    assertThat(file(container)).contains(ConfPath.of("/etc/nats.conf"));
  }

  @Test
  void theServerIsFoundAmongSidecars() {
    Container sidecar = new ContainerBuilder().withName("proxy").withCommand("proxy").build();
    Container byPort =
        new ContainerBuilder().withName("a").addNewPort().withName("nats").endPort().build();
    Container byProgram =
        new ContainerBuilder().withName("b").withCommand("tini", "--", "/nats-server").build();
    Container byName = new ContainerBuilder().withName("nats").build();
    for (Container server : List.of(byPort, byProgram, byName)) {
      assertThat(ServerCommand.in(new PodSpecBuilder().withContainers(sidecar, server).build()))
          .map(ServerCommand::container)
          .contains(server);
    }
    assertThat(ServerCommand.in(new PodSpecBuilder().withContainers(sidecar, sidecar).build()))
        .isEmpty();
  }

  private static Optional<ConfPath> file(Container container) {
    return ServerCommand.in(new PodSpecBuilder().withContainers(container).build())
        .flatMap(ServerCommand::configFile);
  }

  private static Container container(List<String> command, List<String> arguments) {
    return new ContainerBuilder().withName("x").withCommand(command).withArgs(arguments).build();
  }
}
