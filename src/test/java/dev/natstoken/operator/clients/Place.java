package dev.natstoken.operator.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where client programs run.
 *
 * @param prefix what comes before their command line
 * @param logs folder for what they complain about
 */
public record Place(List<String> prefix, Path logs) {

  private static final String WITH_RESOLVER = "mount --bind \"$0\" /etc/resolv.conf && exec \"$@\"";

  /** As any other process of this machine. */
  public static Place here(Path logs) {
    return new Place(List.of(), logs);
  }

  /**
   * With the names of the development cluster, as in a pod of this namespace: in a mount namespace
   * of its own that asks the cluster's DNS. Addresses of pods and Services are reachable from this
   * machine anyway. Needs root, as the cluster does.
   */
  public static Place inCluster(String dnsAddress, String namespace, Path logs) throws IOException {
    Path resolver = Files.createDirectories(logs).resolve("resolv.conf").toAbsolutePath();
    Files.writeString(
        resolver,
        """
        nameserver %s
        search %s.svc.cluster.local svc.cluster.local cluster.local
        options ndots:5
        """
            .formatted(dnsAddress, namespace));
    return new Place(
        List.of("unshare", "--mount", "sh", "-c", WITH_RESOLVER, resolver.toString()), logs);
  }

  /** What the programs complained about or noted there, with their names. */
  public String said() {
    try (Stream<Path> files = Files.list(logs)) {
      return files
          .filter(f -> f.toString().endsWith(".log"))
          .sorted()
          .flatMap(Place::lines)
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> lines(Path log) {
    try {
      return Files.readAllLines(log).stream().map(line -> log.getFileName() + ": " + line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, where a JVM looks a name up anew after a second, as docs/clients.md advises. */
  public Place lookingUpAnew() {
    List<String> words = new ArrayList<>(prefix);
    words.addAll(List.of("env", "JAVA_TOOL_OPTIONS=-Dsun.net.inetaddr.ttl=1"));
    return new Place(words, logs);
  }
}
