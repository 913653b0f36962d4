package dev.natstoken.operator.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.token.Token;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What docs/clients.md says of keys in which the token stands, with real clients. */
@Tag("nats")
class OneUrlIT extends OnThisMachine {

  private static final Token PLAIN = Token.of("the-only-token-0123456789");
  private static final Token BASE64 = Token.of("dGhl/G9ubHk+dG9rZW4tMDEyMzQ1Njc4OQ==");

  @Test
  void theKeyUriIsGoodForEveryLibraryThatReadsATokenInAUrl() throws Exception {
    try (LocalMesh mesh = new LocalMesh(folder, 2, PLAIN)) {
      Path secret = mesh.secret(PLAIN, 0, 1);
      assertThat(connects(secret, ConnectWith.URI))
          .containsEntry(ClientLibrary.JAVA, "ok")
          .containsEntry(ClientLibrary.GO, "ok")
          .containsEntry(ClientLibrary.PYTHON, "ok")
          .hasEntrySatisfying(ClientLibrary.JAVASCRIPT, OneUrlIT::isRefused)
          .hasEntrySatisfying(ClientLibrary.RUST, OneUrlIT::isRefused);
    }
  }

  @Test
  void aListWhereNatsPyWantsOneUrlIsNone() throws Exception {
    try (LocalMesh mesh = new LocalMesh(folder, 2, PLAIN)) {
      Path secret = mesh.secret(PLAIN, 0, 1);
      Files.copy(secret.resolve("url"), secret.resolve("uri"), StandardCopyOption.REPLACE_EXISTING);
      assertThat(connect(ClientLibrary.PYTHON, secret, ConnectWith.URI)).isNotEqualTo("ok");
    }
  }

  @Test
  void aTokenThatHasToBeEncodedInAUrlIsForServersAndTokenInPython() throws Exception {
    try (LocalMesh mesh = new LocalMesh(folder, 1, BASE64)) {
      Path secret = mesh.secret(BASE64, 0);
      assertThat(connects(secret, ConnectWith.SERVERS).values()).containsOnly("ok");
      assertThat(connects(secret, ConnectWith.URI))
          .containsEntry(ClientLibrary.JAVA, "ok")
          .containsEntry(ClientLibrary.GO, "ok")
          .hasEntrySatisfying(ClientLibrary.PYTHON, OneUrlIT::isRefused);
    }
  }

  /** A server that refuses also closes; which of the two a library tells is chance. */
  private static void isRefused(String result) {
    assertThat(result).isNotEqualTo("ok");
  }

  private Map<ClientLibrary, String> connects(Path secret, ConnectWith key) throws Exception {
    Map<ClientLibrary, String> results = new EnumMap<>(ClientLibrary.class);
    for (ClientLibrary library : ClientLibrary.values()) {
      results.put(library, connect(library, secret, key));
    }
    return results;
  }

  private String connect(ClientLibrary library, Path secret, ConnectWith key) throws Exception {
    return ClientProcess.connect(place, library, secret, key, library.title() + "-one");
  }
}
