package dev.natstoken.operator.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The client libraries that are tested. Their programs are built by {@code dev/clients}. */
public enum ClientLibrary {
  JAVA("jnats"),
  GO("nats.go"),
  PYTHON("nats-py"),
  JAVASCRIPT("nats.js"),
  RUST("async-nats");

  private final String title;

  ClientLibrary(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  /** The start of the command line of its traffic program. */
  List<String> program() {
    return switch (this) {
      case JAVA -> java(JavaTraffic.class.getName());
      case GO -> List.of(built("go/traffic"));
      case PYTHON -> List.of(built("python/bin/python"), "src/test/clients/python/traffic.py");
      case JAVASCRIPT -> List.of("node", built("javascript/traffic.mjs"));
      case RUST -> List.of(built("rust/traffic"));
    };
  }

  /** Runs a class or a source file with the class path of the tests. */
  static List<String> java(String what) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(java, "-Xmx64m", "-cp", classPath, what);
  }

  /** The folder of {@code dev/clients}. */
  static Path folder() {
    Path folder = Path.of(System.getProperty("clients", "clients-is-not-set"));
    assertThat(Files.isDirectory(folder)).as("run this through dev/test").isTrue();
    return folder;
  }

  private static String built(String path) {
    return folder().resolve(path).toString();
  }
}
