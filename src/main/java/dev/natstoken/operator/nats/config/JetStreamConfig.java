package dev.natstoken.operator.nats.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The jetstream block. A limit that is absent would be nats-server's guess from the machine, so
 * both always stand there. Where the store is comes from the command line, as it is a matter of the
 * pod.
 *
 * @param maxMemory bytes; 0: no streams in memory
 * @param maxFile bytes; 0: no streams on disk
 * @param syncInterval like 30s, or always
 * @param clustered whether there are other servers. One alone must not have a cluster block: it
 *     would wait for others for ever before it stores anything
 */
public record JetStreamConfig(
    long maxMemory,
    long maxFile,
    Optional<String> domain,
    Optional<String> syncInterval,
    boolean clustered) {

  static final String BLOCK = "jetstream";

  static final Set<String> KNOWN =
      Set.of("domain", "max_file_store", "max_memory_store", "sync_interval");

  Map<String, Object> block() {
    Map<String, Object> block = new TreeMap<>();
    block.put("max_memory_store", maxMemory);
    block.put("max_file_store", maxFile);
    domain.ifPresent(d -> block.put("domain", d));
    syncInterval.ifPresent(s -> block.put("sync_interval", s));
    return block;
  }
}
