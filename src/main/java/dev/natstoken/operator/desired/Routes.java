package dev.natstoken.operator.desired;

import dev.natstoken.operator.nats.config.RouteCredentials;
import dev.natstoken.operator.nats.config.RoutesConfig;
import dev.natstoken.operator.nats.config.RoutesFile;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The cluster blocks that servers of one set may run, one for each number of seeds: the servers
 * that everyone dials, from which gossip tells the others. They all stand side by side, and a
 * configuration says which one it includes. So a server keeps its seeds while the size of the set
 * changes, and has them again when it restarts on the same configuration.
 *
 * @param first how many seeds the file without a number has; it is the one that the set began with
 */
public record Routes(Owner owner, RouteCredentials credentials, int first) {

  private static final int MOST_SEEDS = 3;

  /** Those of a set that begins with this size. */
  public static Routes begin(Owner owner, RouteCredentials credentials, int replicas) {
    return new Routes(owner, credentials, seedsFor(replicas));
  }

  /**
   * Those of a set that has begun; throws {@link IllegalArgumentException} if there are no
   * credentials in the text of its first file.
   */
  public static Routes read(Owner owner, String text) {
    return begin(owner, RoutesConfig.parse(text), Math.max(1, RoutesConfig.seeds(text)));
  }

  /**
   * How many seeds fit a number of servers. At most three: with so many, one of them is there
   * whenever servers have to find each other.
   */
  public static int seedsFor(int replicas) {
    return Math.min(replicas, MOST_SEEDS);
  }

  /** Each number of seeds, the one that fits first. */
  static IntStream seedsFrom(int replicas) {
    int fitting = seedsFor(replicas);
    return IntStream.concat(IntStream.of(fitting), IntStream.rangeClosed(1, MOST_SEEDS)).distinct();
  }

  /** The one with this number of seeds, as it is without TLS. */
  public RoutesFile file(int seeds) {
    List<String> hosts =
        IntStream.range(0, seeds)
            .mapToObj(i -> owner.names().podHost(i, owner.namespace()))
            .toList();
    return new RoutesFile(
        seeds == first ? RoutesConfig.FILE : "routes-" + seeds + ".conf",
        RoutesConfig.render(owner.names().statefulSet(), credentials, hosts));
  }

  /** All of them, without TLS. */
  List<RoutesFile> files() {
    return IntStream.rangeClosed(1, MOST_SEEDS).mapToObj(this::file).toList();
  }
}
