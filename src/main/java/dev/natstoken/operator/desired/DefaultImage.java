package dev.natstoken.operator.desired;

import java.util.Optional;

/**
 * An image where a spec names no repository.
 *
 * @param digest of the version that the operator takes by itself, and of no other
 */
public record DefaultImage(String repository, Optional<String> digest) {

  /** From a text such as {@code nats} or {@code nats@sha256:…}. */
  public static DefaultImage of(String text) {
    int at = text.indexOf('@');
    return at < 0
        ? new DefaultImage(text, Optional.empty())
        : new DefaultImage(text.substring(0, at), Optional.of(text.substring(at + 1)));
  }

  /**
   * With a tag.
   *
   * @param named repository that the spec names; null if it names none
   */
  String tagged(String named, String version) {
    return (named == null ? repository : named) + ":" + version;
  }

  /** The same, with the digest where it is known. */
  String reference(String named, String version, String defaultVersion) {
    String tagged = tagged(named, version);
    return digest
        .filter(_ -> named == null && version.equals(defaultVersion))
        .map(d -> tagged + "@" + d)
        .orElse(tagged);
  }
}
