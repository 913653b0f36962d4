package dev.natstoken.operator.clients;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A client program that runs on its own. It reads where to connect, and with which token, from a
 * folder with the keys of the token Secret, as a pod would from a volume.
 */
public final class ClientProcess implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_SECONDS = 60;

  private final String name;
  private final Process process;
  private final BufferedReader output;

  private ClientProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Sends a request every 50 ms until it is stopped. It is connected on return. */
  public static ClientProcess requests(
      Place place, ClientLibrary library, Path folder, ConnectWith with, String name) {
    return start(place, library, "requests", folder, with, name).awaitConnected();
  }

  /** Answers the requests, as one of any number. It is connected on return. */
  public static ClientProcess responder(
      Place place, ClientLibrary library, Path folder, ConnectWith with, String name) {
    return start(place, library, "responder", folder, with, name).awaitConnected();
  }

  /** Connects once and returns "ok", or the kind of error. */
  public static String connect(
      Place place, ClientLibrary library, Path folder, ConnectWith with, String name) {
    try (ClientProcess client = start(place, library, "connect", folder, with, name)) {
      String line = client.readLine();
      client.awaitEnd();
      return line;
    }
  }

  private static ClientProcess start(
      Place place, ClientLibrary library, String mode, Path folder, ConnectWith with, String name) {
    List<String> command = new ArrayList<>(place.prefix());
    command.addAll(library.program());
    command.addAll(List.of(mode, folder.toString(), with.key(), name));
    try {
      Files.createDirectories(place.logs());
      return new ClientProcess(
          name,
          new ProcessBuilder(command)
              .redirectError(place.logs().resolve(name + ".log").toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ClientProcess awaitConnected() {
    String line = readLine();
    if (!"connected".equals(line)) {
      close();
      throw new AssertionError(name + " did not connect: " + line);
    }
    return this;
  }

  /** Ends the traffic and returns what the client counted. */
  public Traffic stop() {
    try {
      process.getOutputStream().close();
      String line = readLine();
      awaitEnd();
      if (line == null) {
        throw new AssertionError(name + " ended without a result");
      }
      return JSON.readValue(line, Traffic.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String readLine() {
    try {
      return output.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(name + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
