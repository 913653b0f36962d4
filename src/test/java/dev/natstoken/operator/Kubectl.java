package dev.natstoken.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * kubectl with the plugin of this project, as a user runs it, in a home of its own. What any
 * process between saw of arguments and environment is kept.
 */
public final class Kubectl {

  private static final Path PLUGIN = Path.of("src/main/kubectl").toAbsolutePath();
  private static final long PATIENCE_MINUTES = 4;

  /** Has a program before kubectl that notes what it is given, and the plugin's completion. */
  private static final Path PROGRAMS = Path.of("src/test/kubectl").toAbsolutePath();

  private static final Path REAL =
      Path.of(System.getProperty("tools.bin", ""), "kubectl").toAbsolutePath();

  private final Path home;
  private final Path seen;
  private final String kubeConfig;

  /** What a program wrote, and with which code it ended. */
  public record Outcome(int code, String output, String errors) {

    /** The output of a program that did what it should. */
    public String done() {
      if (code != 0) {
        throw new AssertionError("ended with " + code + "\n" + output + errors);
      }
      return output;
    }

    /** The complaint of a program that did not. */
    public String refused() {
      if (code == 0) {
        throw new AssertionError("did not complain\n" + output + errors);
      }
      return errors;
    }
  }

  /**
   * In a new folder.
   *
   * @param kubeConfig its text
   * @param namespace the one that it names
   */
  public Kubectl(String kubeConfig, String namespace) {
    try {
      home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "kubectl");
      seen = home.resolve("seen");
      this.kubeConfig = home.resolve("config").toString();
      Files.writeString(Path.of(this.kubeConfig), kubeConfig);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run("config", "set-context", "--current", "--namespace=" + namespace).done();
  }

  /** The folder in which it runs, and which is its home. */
  public Path home() {
    return home;
  }

  /** What {@code kubectl natstoken} says to this, within the namespace. */
  public Outcome natstoken(String... words) {
    List<String> all = new ArrayList<>(List.of("natstoken"));
    all.addAll(List.of(words));
    return run(all.toArray(String[]::new));
  }

  /** What kubectl says to this. */
  public Outcome run(String... words) {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(List.of(words));
    try {
      Path errors = Files.createTempFile(home, "errors", "");
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(home.toFile()).redirectError(errors.toFile());
      Map<String, String> environment = builder.environment();
      environment.put("PATH", PROGRAMS + ":" + PLUGIN + ":" + environment.get("PATH"));
      environment.put("HOME", home.toString());
      environment.put("KUBECONFIG", kubeConfig);
      environment.put("KUBECTL_SEEN", seen.toString());
      environment.put("KUBECTL_REAL", REAL.toString());
      environment.remove("XDG_CONFIG_HOME");
      // Java looks for the program in its own PATH.
      command.set(0, PROGRAMS.resolve("kubectl").toString());
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(command + " does not end");
      }
      return new Outcome(process.exitValue(), output, Files.readString(errors));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Arguments and environments of all processes that were kubectl or had called it. */
  public String seen() {
    try {
      return Files.readString(seen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
