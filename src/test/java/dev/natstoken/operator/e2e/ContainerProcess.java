package dev.natstoken.operator.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program of a pod as the kernel sees it. The cluster runs on this machine, so its containers'
 * processes are seen from here; an image without a shell needs none for that. A program that runs
 * outside of a container sees what is mounted for all pods, and is of none.
 */
record ContainerProcess(Path folder) {

  /** Its nats-server. */
  static ContainerProcess ofServer(Pod pod) {
    return of(
        pod,
        ProcessHandle.allProcesses()
            .filter(p -> p.info().command().orElse("").endsWith("/nats-server")));
  }

  /** The operator. */
  static ContainerProcess ofOperator(Pod pod) {
    return of(pod, InstalledOperator.processes());
  }

  /** The API server that listens here, which runs in no container. */
  static ContainerProcess ofApiServer(int port) {
    return ProcessHandle.allProcesses()
        .filter(p ->
            p.info()
                .arguments()
                .filter(a -> List.of(a).contains("--secure-port=" + port))
                .isPresent())
        .map(p -> new ContainerProcess(Path.of("/proc", Long.toString(p.pid()))))
        .findAny()
        .orElseThrow(() -> new AssertionError("no API server at " + port));
  }

  private static ContainerProcess of(Pod pod, Stream<ProcessHandle> programs) {
    String uid = pod.getMetadata().getUid();
    return programs
        .map(p -> new ContainerProcess(Path.of("/proc", Long.toString(p.pid()))))
        .filter(ContainerProcess::isContained)
        .filter(p -> p.mounts().stream().anyMatch(m -> m.contains(uid)))
        .findAny()
        .orElseThrow(() -> new AssertionError("no program of " + pod.getMetadata().getName()));
  }

  /** Sends it a signal, such as {@code STOP}. */
  void signal(String name) {
    Commands.run("kill", "-" + name, folder.getFileName().toString());
  }

  private boolean isContained() {
    return !namespaceOfMounts(folder).equals(namespaceOfMounts(Path.of("/proc/self")));
  }

  private static Path namespaceOfMounts(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("ns/mnt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line of its status, such as {@code Uid}, with single spaces. */
  String status(String key) {
    return read("status")
        .lines()
        .filter(line -> line.startsWith(key + ":"))
        .map(line -> line.substring(key.length() + 1).strip().replaceAll("\\s+", " "))
        .findFirst()
        .orElseThrow();
  }

  List<String> mounts() {
    return read("mountinfo").lines().toList();
  }

  /** As NAME=value. */
  List<String> environment() {
    return Arrays.asList(read("environ").split("\0"));
  }

  private String read(String file) {
    try {
      return new String(Files.readAllBytes(folder.resolve(file)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
