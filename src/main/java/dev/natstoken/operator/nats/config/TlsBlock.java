package dev.natstoken.operator.nats.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.natstoken.operator.nats.tls.CertificateFiles;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** The tls block of a listener. */
public final class TlsBlock {

  static final String NAME = "tls";

  /** With verify_and_map a certificate would log in a client in place of the token. */
  private static final Set<String> KNOWN =
      Set.of("ca_file", "cert_file", "key_file", "timeout", "verify");

  private TlsBlock() {}

  /**
   * The block.
   *
   * @param verify whether the other side needs a certificate too
   * @param timeoutSeconds for the handshake; nats-server's own 2 s are short for a crowd
   */
  static Map<String, Object> of(CertificateFiles files, boolean verify, int timeoutSeconds) {
    Map<String, Object> block = new TreeMap<>();
    block.put("cert_file", files.path(CertificateFiles.CERTIFICATE));
    block.put("key_file", files.path(CertificateFiles.KEY));
    block.put("timeout", timeoutSeconds);
    if (verify) {
      block.put("ca_file", files.path(CertificateFiles.AUTHORITY));
      block.put("verify", true);
    }
    return block;
  }

  /** A key that this class never writes, if there is one. */
  static Optional<String> foreignKey(JsonNode block) {
    Iterable<String> names = block::fieldNames;
    return StreamSupport.stream(names.spliterator(), false)
        .filter(name -> !KNOWN.contains(name))
        .findFirst();
  }
}
