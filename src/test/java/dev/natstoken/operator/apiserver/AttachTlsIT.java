package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Reported;
import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.TestAuthority;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that somebody else runs, with certificates of theirs. */
@Tag("api")
class AttachTlsIT {

  private static final String CHOICE = " \"allow_non_tls\": true,";

  private static final TestAuthority AUTHORITY = new TestAuthority("servers");

  @TempDir Path certificates;

  @Test
  void withTheirAuthorityTheyAreProvedOverTlsAndClientsAreToldOfBoth() {
    try (Attached attached = Attached.installed()) {
      attached.chart().addToConfig(tls(attached, ""));
      attached.namespace().putSecret("servers-ca", Map.of("ca.crt", AUTHORITY.pem()));
      attached.namespace().startOperator("1s");
      attached.namespace().apply(withAuthority());
      attached.namespace().awaitReady();
      attached.awaitVerified("Proved");
      assertThat(url(attached)).startsWith("tls://").doesNotContain("nats://");
      assertThat(attached.namespace().get().getStatus().endpoint()).startsWith("tls://");
      assertThat(SecretText.of(secret(attached), "ca.crt")).isEqualTo(AUTHORITY.pem());
      attached.requestRotation("1");
      attached.awaitGeneration(2);
      attached.awaitVerified("Proved");
    }
  }

  @Test
  void withoutItTheyAreShownNoTokenAndTheStatusSaysWhatIsMissing() {
    try (Attached attached = started("")) {
      awaitServing(attached, 1);
      attached.awaitVerified("Inconclusive");
      assertThat(attached.message(Conditions.VERIFIED))
          .contains("Pod nats-", "did not show it the token", "spec.serverRef.caSecretName");
      assertThat(url(attached)).startsWith("tls://").doesNotContain("nats://");
      assertThat(secret(attached).getData()).doesNotContainKey("ca.crt");
      attached.requestRotation("1");
      awaitServing(attached, 2);

      attached.apply("requireProof", true);
      attached.namespace().awaitUntil("not Ready", r -> !Reported.isTrue(r, Conditions.READY));
      assertThat(attached.message(Conditions.READY)).contains("spec.requireProof");
      attached.namespace().putSecret("servers-ca", Map.of("ca.crt", AUTHORITY.pem()));
      attached.namespace().apply(withAuthority());
      attached.namespace().awaitReady();
      attached.awaitVerified("Proved");
    }
  }

  @Test
  void anotherAuthorityVouchesForNothing() {
    try (Attached attached = Attached.installed()) {
      attached.chart().addToConfig(tls(attached, ""));
      attached.namespace().startOperator("1s");
      attached.namespace().apply(withAuthority());
      assertThat(attached.namespace().awaitStalled("TlsSecretMissing").getMessage())
          .contains("Secret servers-ca", "spec.serverRef.caSecretName");
      attached
          .namespace()
          .putSecret("servers-ca", Map.of("ca.crt", new TestAuthority("stranger").pem()));
      attached.awaitVerified("Inconclusive");
      assertThat(attached.message(Conditions.VERIFIED)).contains("ca.crt does not vouch for");
    }
  }

  private static void awaitServing(Attached attached, long generation) {
    attached
        .namespace()
        .awaitUntil(
            "Ready",
            r ->
                Reported.isTrue(r, Conditions.READY)
                    && r.getStatus().token().generation() == generation);
  }

  private static Map<String, ?> withAuthority() {
    return Map.of("serverRef", Map.of("name", ChartLayout.SET, "caSecretName", "servers-ca"));
  }

  @Test
  void theySayThemselvesWhetherTheyWantTls() {
    try (Attached attached = Attached.serving()) {
      attached.chart().addToConfig(tls(attached, ""));
      attached.namespace().operator().awaitReconciliations(2);
      assertThat(url(attached)).as("before any server restarted").startsWith("nats://");
      restart(attached);
      attached.namespace().awaitUntil("tls in the URL", r -> url(attached).startsWith("tls://"));
      awaitServing(attached, 1);
    }
  }

  @Test
  void oneThatLetsClientsChooseIsProvedWithoutTls() {
    try (Attached attached = Attached.installed()) {
      attached.chart().addToConfig(tls(attached, "") + CHOICE);
      attached.start();
      attached.namespace().awaitReady();
      assertThat(url(attached)).startsWith("nats://");
    }
  }

  @Test
  void anOpenOneThatLetsClientsChooseIsFound() {
    try (Attached attached = Attached.serving()) {
      attached.chart().addToConfig(tls(attached, "") + CHOICE);
      attached.namespace().servers().append("\n\"authorization\": {}\n");
      restart(attached);
      attached.awaitVerified("AuthenticationDisabled");
      assertThat(Reported.isTrue(attached.namespace().get(), Conditions.READY)).isFalse();
    }
  }

  @Test
  void oneThatAsksForACertificateCannotBeProvedAndTheStatusSaysWhy() {
    String verify =
        ", \"verify\": true, \"ca_file\": \"%s\"".formatted(certificates.resolve("ca.crt"));
    try (Attached attached = started(verify)) {
      attached.awaitVerified("Inconclusive");
      assertThat(attached.message(Conditions.VERIFIED))
          .contains("Pod nats-", "asks clients for a certificate");
    }
  }

  private Attached started(String more) {
    Attached attached = Attached.installed();
    attached.chart().addToConfig(tls(attached, more));
    attached.start();
    return attached;
  }

  private String tls(Attached attached, String more) {
    AUTHORITY.issue("*.nats-headless." + attached.namespace().name() + ".svc").write(certificates);
    return "  \"tls\": {\"cert_file\": \"%s\", \"key_file\": \"%s\"%s},"
        .formatted(certificates.resolve("tls.crt"), certificates.resolve("tls.key"), more);
  }

  private static void restart(Attached attached) {
    attached.editSet(s ->
        s.editSpec()
            .editTemplate()
            .editMetadata()
            .addToAnnotations(Map.of("restarted", "1"))
            .endMetadata()
            .endTemplate()
            .endSpec());
  }

  private static String url(Attached attached) {
    return SecretText.of(secret(attached), "url");
  }

  private static Secret secret(Attached attached) {
    return attached.namespace().object(Secret.class, TestNamespace.TOKEN_SECRET).get();
  }
}
