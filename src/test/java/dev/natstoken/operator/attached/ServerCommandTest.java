package dev.natstoken.operator.attached;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.RandomTexts;
import dev.natstoken.operator.nats.foreign.ConfPath;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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

  @Test
  void whateverFormTheOptionsHaveAndWhereverTheyStandTheyAreRead() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      List<ServerCommand.Option> options = new ArrayList<>();
      List<String> words = new ArrayList<>();
      for (int n = random.nextInt(6); n > 0; n--) {
        var option = new ServerCommand.Option(RandomTexts.key(random), value(random));
        options.add(option);
        words.addAll(written(option, random));
      }
      String script =
          "set -e; echo -n x && exec /bin/nats-server " + String.join(" ", words) + " | tee -a x";
      for (Container container :
          List.of(
              container(NONE, words),
              container(List.of("nats-server"), words),
              container(List.of("sh", "-c", script), NONE))) {
        assertThat(command(container).options()).as("seed %d", seed).isEqualTo(options);
      }
    }
  }

  /** Empty, or a word that cannot be taken for an option. */
  private static String value(Random random) {
    return random.nextBoolean() ? "" : "/" + RandomTexts.key(random);
  }

  private static List<String> written(ServerCommand.Option option, Random random) {
    String name = (random.nextBoolean() ? "-" : "--") + option.name();
    if (random.nextBoolean()) {
      return List.of(name + "=" + option.value());
    }
    return option.value().isEmpty() ? List.of(name) : List.of(name, option.value());
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
    return command(container).configFile();
  }

  private static ServerCommand command(Container container) {
    return ServerCommand.in(new PodSpecBuilder().withContainers(container).build()).orElseThrow();
  }

  private static Container container(List<String> command, List<String> arguments) {
    return new ContainerBuilder().withName("x").withCommand(command).withArgs(arguments).build();
  }
}
