package dev.natstoken.operator.apiserver;

import dev.natstoken.operator.AuditEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the API server was asked to write. A request stands in the log before it is carried out, so
 * that nothing can be missing of a request that was answered.
 */
final class AuditLog {

  private static final String POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [ResponseStarted, ResponseComplete, Panic]
      rules:
        - level: Metadata
          verbs: [create, update, patch, delete, deletecollection]
        - level: None
      """;

  private final Path folder;

  private AuditLog(Path folder) {
    this.folder = folder;
  }

  static AuditLog in(Path folder) {
    try {
      Files.writeString(folder.resolve("policy.yaml"), POLICY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AuditLog(folder);
  }

  /** What makes an API server write this log. */
  List<String> flags() {
    return List.of(
        "--audit-policy-file=" + folder.resolve("policy.yaml"), "--audit-log-path=" + file());
  }

  /** Writes that the operator asked for in this namespace, as "verb resource" in their order. */
  List<String> operatorWrites(String namespace) {
    try {
      String text = Files.readString(file());
      // A line that is still being written is about a request that nobody has an answer to.
      return text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          // Most lines are of other namespaces, and parsing all of them each time takes long.
          .filter(line -> line.contains('"' + namespace + '"'))
          .map(AuditEvent::parse)
          .filter(e -> ApiServer.OPERATOR_AGENT.equals(e.path("userAgent").asText()))
          .filter(e -> namespace.equals(e.at("/objectRef/namespace").asText()))
          .map(AuditEvent::describe)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file() {
    return folder.resolve("audit.log");
  }
}
