package dev.natstoken.operator.desired;

import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Says which token is published and nothing of the token itself, for tools that restart clients: it
 * changes once per token, while the token Secret changes at each step of a rotation. The time makes
 * the difference where a resource is made anew and counts from 1 again.
 */
public final class TokenVersionMap {

  /** A label by which those of accesses, and what they follow, are watched. */
  public static final Map<String, String> MARK = Map.of("natstoken.dev/token-version", "true");

  public static final String SELECTOR = Labels.SELECTOR + ",natstoken.dev/token-version=true";

  /** Any that fits into a long. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private static final String GENERATION = "generation";
  private static final String PUBLISHED_AT = "published-at";

  private TokenVersionMap() {}

  public static ConfigMap desired(Owner owner, TokenState state) {
    return new ConfigMapBuilder()
        .withMetadata(owner.metadata(owner.names().tokenVersionMap(), MARK))
        .addToData(GENERATION, Long.toString(state.generation()))
        .addToData(PUBLISHED_AT, state.createdAt().toString())
        .build();
  }

  /** What such a ConfigMap says, without what somebody else may have added. */
  public static Map<String, String> content(ConfigMap map) {
    Map<String, String> content = new TreeMap<>(map.getData() == null ? Map.of() : map.getData());
    content.keySet().retainAll(Set.of(GENERATION, PUBLISHED_AT));
    return content;
  }

  /** The number of the token that it says is published. */
  public static Optional<Long> generation(ConfigMap map) {
    return Optional.ofNullable(content(map).get(GENERATION))
        .filter(text -> NUMBER.matcher(text).matches())
        .map(Long::valueOf);
  }
}
