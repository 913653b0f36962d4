package dev.natstoken.operator.e2e;

import dev.natstoken.operator.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** The keys of a Secret as files, as a volume in a pod shows them. */
final class SecretFolder {

  private SecretFolder() {}

  static Path write(Path folder, Secret secret) {
    try {
      Files.createDirectories(folder);
      for (var entry : secret.getData().entrySet()) {
        Files.write(folder.resolve(entry.getKey()), Base64.getDecoder().decode(entry.getValue()));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, with one server in place of the list: the Service, as many a client has it. */
  static Path writeWithService(Path folder, Secret secret) {
    write(folder, secret);
    String token = SecretText.of(secret, "token");
    String address = SecretText.of(secret, "host") + ":" + SecretText.of(secret, "port");
    try {
      Files.writeString(folder.resolve("servers"), "nats://" + address);
      Files.writeString(folder.resolve("url"), "nats://" + token + "@" + address);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
