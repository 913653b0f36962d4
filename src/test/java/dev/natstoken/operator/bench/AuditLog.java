package dev.natstoken.operator.bench;

import dev.natstoken.operator.AuditEvent;
import dev.natstoken.operator.e2e.InstalledOperator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the operator wrote according to the API server of the development cluster. */
final class AuditLog {

  private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete");
  private static final String OPERATOR =
      "system:serviceaccount:" + InstalledOperator.NAMESPACE + ":";

  private final Path file = Path.of(System.getProperty("audit.log"));
  private final long from;

  /** The log from now on. */
  AuditLog() throws IOException {
    from = Files.size(file);
  }

  /** Counts by "verb resource" in the namespaces asked for. */
  SortedMap<String, Long> operatorWrites(Predicate<String> namespace) throws IOException {
    try (var stream = Files.newInputStream(file)) {
      stream.skipNBytes(from);
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .map(AuditEvent::parse)
          .filter(e -> WRITES.contains(e.path("verb").asText()))
          .filter(e -> e.at("/user/username").asText().startsWith(OPERATOR))
          .filter(e -> namespace.test(e.at("/objectRef/namespace").asText()))
          .collect(
              Collectors.groupingBy(AuditEvent::describe, TreeMap::new, Collectors.counting()));
    }
  }
}
