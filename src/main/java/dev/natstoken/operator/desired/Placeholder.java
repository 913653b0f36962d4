package dev.natstoken.operator.desired;

import dev.natstoken.operator.nats.tls.CertificateFiles;
import java.util.Arrays;
import java.util.Optional;

/** What a template can refer to: the keys of the Secret that it stands in. */
enum Placeholder {
  TOKEN(TokenSecret.TOKEN),
  SERVERS("servers"),
  URL("url"),
  HOST("host"),
  PORT("port"),
  CA("ca", CertificateFiles.AUTHORITY);

  /** Between braces. */
  final String word;

  /** Of the Secret. */
  final String key;

  Placeholder(String word) {
    this(word, word);
  }

  Placeholder(String word, String key) {
    this.word = word;
    this.key = key;
  }

  static Optional<Placeholder> of(String word) {
    return Arrays.stream(values()).filter(p -> p.word.equals(word)).findAny();
  }
}
