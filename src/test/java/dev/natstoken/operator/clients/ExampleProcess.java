package dev.natstoken.operator.clients;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One of the programs in docs/examples/clients, as it stands there. */
final class ExampleProcess implements AutoCloseable {

  private static final String EXAMPLES = "docs/examples/clients/";

  private final Process process;

  ExampleProcess(ClientLibrary library, Path secret, Path logs) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command(library))
            .redirectErrorStream(true)
            .redirectOutput(logs.resolve("greeter-" + library.title() + ".log").toFile());
    builder.environment().put("NATS_SECRET_DIR", secret.toString());
    process = builder.start();
  }

  /** What it answers on the subject greet. */
  static String answer(ClientLibrary library) {
    return switch (library) {
      case JAVA -> "Hello from Java";
      case GO -> "Hello from Go";
      case PYTHON -> "Hello from Python";
      case JAVASCRIPT -> "Hello from JavaScript";
      case RUST -> "Hello from Rust";
    };
  }

  private static List<String> command(ClientLibrary library) {
    Path built = ClientLibrary.folder();
    return switch (library) {
      case JAVA -> ClientLibrary.java(EXAMPLES + "java/Greeter.java");
      case GO -> List.of(built.resolve("go/greeter").toString());
      case PYTHON ->
          List.of(built.resolve("python/bin/python").toString(), EXAMPLES + "python/greeter.py");
      case JAVASCRIPT -> List.of("node", built.resolve("javascript/greeter.mjs").toString());
      case RUST -> List.of(built.resolve("rust/greeter").toString());
    };
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
