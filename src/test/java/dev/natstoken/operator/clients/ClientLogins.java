package dev.natstoken.operator.clients;

import dev.natstoken.operator.histories.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A client program that connects when it is told to, each time anew. */
public final class ClientLogins implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;
  private final Writer input;

  private ClientLogins(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.input = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** One of this library, with tokens in the files of this folder. */
  public static ClientLogins start(Place place, ClientLibrary library, Path folder) {
    List<String> command = new ArrayList<>(place.prefix());
    command.addAll(library.program());
    command.addAll(List.of("logins", folder.toString(), "servers", library.title()));
    try {
      Files.createDirectories(place.logs());
      return new ClientLogins(
          new ProcessBuilder(command)
              .redirectError(place.logs().resolve(library.title() + "-logins.log").toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A login at this server.
   *
   * @param key the file that has the token
   */
  public Answer at(String server, String key) {
    try {
      input.write(server + " " + key + "\n");
      input.flush();
      String line = output.readLine();
      if (line == null) {
        throw new AssertionError("the client ended");
      }
      return switch (line) {
        case "ok" -> Answer.LET_IN;
        case "authorization" -> Answer.REFUSED;
        default -> Answer.SILENT;
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
