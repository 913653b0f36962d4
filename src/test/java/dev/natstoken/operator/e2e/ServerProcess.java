package dev.natstoken.operator.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The nats-server of a pod as the kernel sees it. The cluster runs on this machine, so its
 * containers' processes are seen from here; an image without a shell needs none for that. A server
 * that runs outside of a container sees what is mounted for all pods, and is of none.
 */
record ServerProcess(Path folder) {

  static ServerProcess of(Pod pod) {
    String uid = pod.getMetadata().getUid();
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().command().orElse("").endsWith("/nats-server"))
        .map(p -> new ServerProcess(Path.of("/proc", Long.toString(p.pid()))))
        .filter(ServerProcess::isContained)
        .filter(p -> p.mounts().stream().anyMatch(m -> m.contains(uid)))
        .findAny()
        .orElseThrow(() -> new AssertionError("no nats-server of " + pod.getMetadata().getName()));
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
