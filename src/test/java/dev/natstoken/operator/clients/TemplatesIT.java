package dev.natstoken.operator.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.SecretTemplate;
import dev.natstoken.operator.desired.SecretTemplate.Result.FilledIn;
import dev.natstoken.operator.nats.token.Token;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/examples/templates.yaml makes, read by the programs that it is for. */
@Tag("nats")
class TemplatesIT {

  private static final Path EXAMPLE = Path.of("docs/examples/templates.yaml");
  private static final Path PROGRAM =
      Path.of(System.getProperty("tools.bin", "tools.bin-is-not-set"), "nats");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"the-only-token-0123456789", "a$HOME#b!c=d:e%41{{token}}f/g+h&i<j>k"})
  void eachProgramConnectsWithItsFile(String token) throws Exception {
    try (LocalMesh mesh = new LocalMesh(folder, 2, Token.of(token))) {
      Path secret = mesh.secret(Token.of(token), 0, 1);
      fillIn(secret);

      run(PROGRAM.toString(), "--context", secret + "/context.json", "pub", "greet", "hello");
      run(
          "sh",
          "-euc",
          ". \"$0/.env\"; exec \"$1\" --server \"$NATS_SERVERS\" --token \"$NATS_TOKEN\" pub greet a",
          secret.toString(),
          PROGRAM.toString());
      try (Connection connection = Nats.connect(jnats(secret))) {
        assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
      }
    }
  }

  private static void fillIn(Path secret) throws IOException {
    Map<String, String> texts =
        Serialization.unmarshal(Files.readString(EXAMPLE), NatsTokenAuth.class)
            .specOrDefaults()
            .tokenOrDefault()
            .secretOrDefault()
            .templateOrEmpty();
    var result = new SecretTemplate(texts).fillIn(key -> read(secret.resolve(key)));
    assertThat(result).isInstanceOf(FilledIn.class);
    for (var entry : ((FilledIn) result).data().entrySet()) {
      Files.writeString(secret.resolve(entry.getKey()), entry.getValue());
    }
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Options jnats(Path secret) throws IOException {
    Properties properties = new Properties();
    try (BufferedReader file = Files.newBufferedReader(secret.resolve("jnats.properties"))) {
      properties.load(file);
    }
    return Options.builder().properties(properties).maxReconnects(0).build();
  }

  private void run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", folder.toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("NATS_"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
