package dev.natstoken.operator.apiserver;

import static dev.natstoken.operator.apiserver.AccessNamespaces.ACCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAccess;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written for an access, whenever its operator dies, and what is not. */
@Tag("api")
class AccessWritesIT {

  private static final String TOKEN = "put-in-by-hand-0123456789abcdefghijklmnop";
  private static final String ANOTHER = "another-by-hand-0123456789abcdefghijklmno";

  /** More than run at once, so that some of them wait for their turn. */
  private static final int MANY = Integer.getInteger("accesses", 40);

  /** What the one pass has read is old when it writes; somebody else has written meanwhile. */
  @Test
  void aWriteThatWasOvertakenIsNotCarriedOut() {
    HeldRequest held = new HeldRequest("/secrets/" + ACCESS + "?fieldManager");
    try (AccessNamespaces both = AccessNamespaces.allowed()) {
      both.ask();
      both.awaitCopy();
      both.stopOperator();
      both.edit(TOKEN);
      both.startOperator("5m", held::configure);
      TestNamespace.await("a write that is on its way").until(held::isReached);
      both.edit(ANOTHER);
      both.clients().putSecret(ACCESS, "token", ANOTHER);
      String version = both.copy().getMetadata().getResourceVersion();
      held.release();
      // What was put in by hand may be what is published at this moment, but for the URL.
      TestNamespace.await("a write of what follows")
          .until(() -> !version.equals(both.copy().getMetadata().getResourceVersion()));
      both.awaitCopy();
      assertThat(both.copiedToken()).isEqualTo(ANOTHER);
      both.operator().assertNoneFailed();
    }
  }

  /** With another token, which no server lets in, and without, where all of it follows. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anOperatorThatDiesAfterAnyWriteLeavesWhatTheNextOneFinishes(boolean edited) {
    boolean died = true;
    for (int writes = 0; died; writes++) {
      try (AccessNamespaces both = AccessNamespaces.allowed()) {
        both.ask();
        both.awaitCopy();
        both.stopOperator();
        if (edited) {
          both.edit(TOKEN);
        }
        both.ask(ACCESS, Map.of("secretName", "renamed"));
        MortalClient mortal = MortalClient.after(writes);
        both.startOperator("5m", mortal::configure);
        TestNamespace.await("death or the end").until(() -> mortal.isDead() || isDone(both));
        both.stopOperator();
        died = mortal.isDead();
        both.startOperator("5m");
        TestNamespace.await("what is published, under the new name alone")
            .untilAsserted(() -> {
              assertThat(both.copies()).containsExactly("renamed");
              assertThat(AccessNamespaces.secret(both.clients(), "renamed").getData())
                  .isEqualTo(both.published());
              assertThat(both.versions())
                  .isSubsetOf("renamed-version")
                  .hasSizeGreaterThan(edited ? -1 : 0);
            });
        both.awaitReady(ACCESS);
      }
    }
  }

  private static boolean isDone(AccessNamespaces both) {
    NatsTokenAccess access = both.access(ACCESS).get();
    var binding = access.statusOrNone().binding();
    return binding != null
        && binding.name().equals("renamed")
        && AccessNamespaces.ready(access).filter(c -> c.getReason().equals("Bound")).isPresent();
  }

  @Test
  void manyAccessesThatAreLookedAtAgainCauseNoWrite() {
    try (AccessNamespaces both = new AccessNamespaces()) {
      both.startOperator("2s");
      both.allow(both.clients().name());
      both.awaitToken();
      IntStream.range(0, MANY).forEach(i -> both.ask("client-" + i, Map.of()));
      IntStream.range(0, MANY).forEach(i -> both.awaitReady("client-" + i));
      assertThat(both.copies()).hasSize(MANY);
      TestNamespace.await("all Events").until(() -> both.clients().eventReasons().size() >= MANY);
      both.operator().awaitReconciliations(MANY);
      List<String> before = writes(both);
      both.operator().awaitReconciliations(3 * MANY);
      assertThat(writes(both)).isEqualTo(before);
    }
  }

  /** Without those to the Lease of the namespace, which is renewed every minute. */
  private static List<String> writes(AccessNamespaces both) {
    return both.clients().operatorWrites().stream().filter(w -> !w.endsWith(" leases")).toList();
  }
}
