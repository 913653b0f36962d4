package dev.natstoken.operator.observed;

import dev.natstoken.operator.desired.AuthorizationMap;
import dev.natstoken.operator.desired.ConfigurationMap;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.desired.TokenGeneration;
import dev.natstoken.operator.nats.config.NatsConfig;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHash;
import dev.natstoken.operator.rotation.Configured;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The configurations that exist for one resource, newest token first: where the hash of a token is
 * kept. A hash is taken again as long as it verifies, since a new salt would roll every server.
 */
public final class Configurations implements Configured {

  private static final Comparator<ConfigMap> NEWEST_FIRST =
      Comparator.comparingLong((ConfigMap m) -> generation(m))
          .reversed()
          .thenComparing(m -> m.getMetadata().getName());

  /** One that servers are to have, another that a rotation left, and some to spare. */
  private static final int MOST_OTHERS = 8;

  private final List<ConfigMap> maps;
  private final VerifiedHashes verified;

  /**
   * The configurations in these maps: those that servers have, and a few others, the newest first.
   *
   * @param used digests of those that servers have
   */
  public Configurations(Collection<ConfigMap> owned, Set<String> used, VerifiedHashes verified) {
    this.verified = verified;
    List<ConfigMap> sorted = owned.stream().sorted(NEWEST_FIRST).toList();
    Stream<ConfigMap> others =
        sorted.stream().filter(m -> !used.contains(digest(m.getMetadata()))).limit(MOST_OTHERS);
    Stream<ConfigMap> those = sorted.stream().filter(m -> used.contains(digest(m.getMetadata())));
    this.maps = Stream.concat(those, others).sorted(NEWEST_FIRST).toList();
  }

  /** The hash of this token with this cost, if one was made before. */
  public Optional<TokenHash> hash(Token token, int cost) {
    return of(token).flatMap(m -> hash(m).stream()).filter(h -> h.cost() == cost).findFirst();
  }

  @Override
  public Optional<Long> generation(Token token) {
    return of(token).map(m -> generation(m)).findFirst();
  }

  @Override
  public boolean knowsOtherThan(Token token) {
    return maps.stream().anyMatch(m -> hash(m).filter(h -> verified.verifies(h, token)).isEmpty());
  }

  @Override
  public long newestGeneration() {
    return maps.stream().mapToLong(m -> generation(m)).max().orElse(0);
  }

  @Override
  public long oldestGeneration() {
    return maps.stream().mapToLong(m -> generation(m)).min().orElse(0);
  }

  /** Whether the configuration with this digest lets in this token. */
  public boolean letsIn(String configDigest, Token token) {
    return maps.stream()
        .filter(m -> configDigest.equals(digest(m.getMetadata())))
        .flatMap(m -> hash(m).stream())
        .anyMatch(h -> verified.verifies(h, token));
  }

  /** The digest that a configuration or a pod is marked with, empty if it is not. */
  public static String digest(ObjectMeta metadata) {
    Map<String, String> annotations = metadata == null ? null : metadata.getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(Labels.CONFIG_DIGEST, "");
  }

  /** The number that an object carries, 0 if it carries none. */
  static long generation(HasMetadata object) {
    return TokenGeneration.in(object.getMetadata().getAnnotations()).orElse(0L);
  }

  private Stream<ConfigMap> of(Token token) {
    return maps.stream().filter(m -> hash(m).filter(h -> verified.verifies(h, token)).isPresent());
  }

  private static Optional<TokenHash> hash(ConfigMap map) {
    Map<String, String> data = map.getData() == null ? Map.of() : map.getData();
    return Stream.of(ConfigurationMap.FILE, AuthorizationMap.FILE)
        .flatMap(file -> Optional.ofNullable(data.get(file)).stream())
        .findFirst()
        .flatMap(NatsConfig::hashIn);
  }
}
