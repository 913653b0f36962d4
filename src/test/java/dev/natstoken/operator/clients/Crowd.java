package dev.natstoken.operator.clients;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Many connections in one program, of a client that bears a refusal. */
public final class Crowd implements AutoCloseable {

  /**
   * How they are.
   *
   * @param servers connections by the IP of the server that has them
   * @param cut connections that were lost since the last reset
   * @param backAfterMillis from the first loss to the last connection that came back
   */
  public record State(Map<String, Integer> servers, int cut, long backAfterMillis) {

    public int connected() {
      return servers.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BufferedReader output;
  private final Writer input;

  private Crowd(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.input = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * So many connections with the Secret in this folder. All are connected on return.
   *
   * @param timeoutSeconds how long they wait for a server to let them in
   */
  public static Crowd connect(Place place, Path folder, int size, int timeoutSeconds) {
    List<String> command = new ArrayList<>(place.prefix());
    command.addAll(ClientLibrary.GO.program());
    command.addAll(
        List.of(
            "crowd", folder.toString(), Integer.toString(size), Integer.toString(timeoutSeconds)));
    try {
      Files.createDirectories(place.logs());
      Crowd crowd =
          new Crowd(
              new ProcessBuilder(command)
                  .redirectError(place.logs().resolve("crowd.log").toFile())
                  .start());
      String line = crowd.output.readLine();
      if (!"connected".equals(line)) {
        crowd.close();
        throw new AssertionError("the crowd did not connect: " + line);
      }
      return crowd;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public State state() {
    return ask("state");
  }

  /** Begins the count of lost connections anew. */
  public State reset() {
    return ask("reset");
  }

  private State ask(String what) {
    try {
      input.write(what + "\n");
      input.flush();
      return JSON.readValue(output.readLine(), State.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
