package dev.natstoken.operator.attached;

import dev.natstoken.operator.nats.foreign.ConfPath;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The container of a pod that runs the nats-server, and the options of that program. */
public record ServerCommand(Container container, List<Option> options) {

  private static final Set<String> RIVALS = Set.of("user", "pass", "auth");

  /** An option without its dashes; its value is empty if it has none. */
  record Option(String name, String value) {}

  /** Found by the name that the official chart gives to its port, or by the program. */
  static Optional<ServerCommand> in(PodSpec pod) {
    List<Container> all = pod.getContainers();
    return Stream.<Predicate<Container>>of(
            c -> c.getPorts().stream().anyMatch(p -> "nats".equals(p.getName())),
            c -> words(c).stream().anyMatch(ServerCommand::isProgram),
            c -> "nats".equals(c.getName()),
            c -> all.size() == 1)
        .flatMap(sign -> all.stream().filter(sign))
        .findFirst()
        .map(c -> new ServerCommand(c, options(arguments(c))));
  }

  /** Its nats.conf. */
  Optional<ConfPath> configFile() {
    return options.stream()
        .filter(o -> o.name().equals("c") || o.name().equals("config"))
        .reduce((a, b) -> b)
        .map(Option::value)
        .filter(path -> !path.isEmpty() && !path.contains("$"))
        .flatMap(this::absolute);
  }

  /** An option that decides who gets in, whatever nats.conf says. */
  Optional<String> rival() {
    return options.stream().map(Option::name).filter(RIVALS::contains).findFirst();
  }

  /** By options, which count beside nats.conf. */
  boolean usesTls() {
    return options.stream().anyMatch(o -> o.name().startsWith("tls") && !o.value().equals("false"));
  }

  private Optional<ConfPath> absolute(String path) {
    if (path.startsWith("/")) {
      return Optional.of(ConfPath.of(path));
    }
    return Optional.ofNullable(container.getWorkingDir())
        .map(folder -> ConfPath.of(folder).resolve(path));
  }

  private static List<String> words(Container container) {
    return Stream.concat(container.getCommand().stream(), container.getArgs().stream())
        .flatMap(word -> word.trim().matches("\\S*") ? Stream.of(word) : script(word))
        .toList();
  }

  /** The words of a shell's script, without quotes, and with a semicolon behind each command. */
  private static Stream<String> script(String text) {
    String plain = text.replaceAll("[\"']|\\\\\n", "").replaceAll("[;&|\n]+", " ; ");
    return Stream.of(plain.trim().split("\\s+", -1));
  }

  /** Those of the program; without one they are for that of the image. */
  private static List<String> arguments(Container container) {
    List<String> words = words(container);
    for (int i = words.size() - 1; i >= 0; i--) {
      if (isProgram(words.get(i))) {
        return words.stream().skip(i + 1).takeWhile(w -> !w.equals(";")).toList();
      }
    }
    return container.getCommand().isEmpty() ? words : List.of();
  }

  private static boolean isProgram(String word) {
    return word.equals("nats-server") || word.endsWith("/nats-server");
  }

  private static List<Option> options(List<String> words) {
    List<Option> options = new ArrayList<>();
    for (int i = 0; i < words.size() && !words.get(i).equals("--"); i++) {
      String word = words.get(i);
      if (word.startsWith("-")) {
        String[] parts = word.replaceFirst("^--?", "").split("=", 2);
        boolean alone = i + 1 == words.size() || words.get(i + 1).startsWith("-");
        options.add(
            new Option(parts[0], parts.length == 2 ? parts[1] : alone ? "" : words.get(i + 1)));
      }
    }
    return options;
  }
}
