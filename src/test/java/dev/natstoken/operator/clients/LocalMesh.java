package dev.natstoken.operator.clients;

import dev.natstoken.operator.nats.config.PercentEncoding;
import dev.natstoken.operator.nats.token.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Servers that form one NATS cluster, and folders with the keys of a token Secret for them. */
final class LocalMesh implements AutoCloseable {

  private static final AtomicInteger MESHES = new AtomicInteger();

  private final Path folder;
  private final List<LocalServer> servers = new ArrayList<>();
  private int secrets;

  LocalMesh(Path folder, int size, Token token) throws IOException {
    this.folder = folder;
    Path program = Path.of(System.getProperty("tools.bin", "tools.bin-is-not-set"), "nats-server");
    // Another network for every mesh, so that two of them, or two runs at once, do not meet.
    long net = 1 + (ProcessHandle.current().pid() + 37L * MESHES.getAndIncrement()) % 250;
    List<String> hosts =
        IntStream.rangeClosed(1, size).mapToObj(i -> "127.77." + net + "." + i).toList();
    for (String host : hosts) {
      servers.add(new LocalServer(program, folder.resolve(host), host, hosts));
      servers.get(servers.size() - 1).start(token);
    }
  }

  LocalServer server(int index) {
    return servers.get(index);
  }

  /** Stops a server as a pod does, and starts it with this token. */
  void roll(int index, Token token) throws IOException, InterruptedException {
    server(index).stopGently();
    server(index).start(token);
  }

  /** Ends a server at once, as the loss of its node does, and starts it with this token. */
  void restart(int index, Token token) throws IOException {
    server(index).close();
    server(index).start(token);
  }

  /** A new folder with the keys that clients use, naming the servers with these numbers. */
  Path secret(Token token, int... indices) throws IOException {
    Path secret =
        Files.createDirectory(
            folder.resolve("secret-" + secrets++),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    write(secret, token, indices);
    return secret;
  }

  void write(Path secret, Token token, int... indices) throws IOException {
    String urls =
        IntStream.of(indices).mapToObj(i -> server(i).url()).collect(Collectors.joining(","));
    Files.writeString(secret.resolve("token"), token.value());
    Files.writeString(secret.resolve("servers"), urls);
    String userInfo = "://" + PercentEncoding.of(token.value()) + "@";
    Files.writeString(secret.resolve("url"), urls.replace("://", userInfo));
    Files.writeString(secret.resolve("uri"), server(indices[0]).url().replace("://", userInfo));
  }

  @Override
  public void close() {
    servers.forEach(LocalServer::close);
  }
}
