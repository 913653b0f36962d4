package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.chart.Helm;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The strict mode, with exactly the rights that the chart then grants: Secrets are read by name
 * when a resource is looked at, and not listed or watched.
 */
@Tag("api")
class UnwatchedSecretsIT {

  private static final Path STRICT = Path.of("src/test/resources/helm/values/strict.yaml");
  private static final Set<String> RIGHTS = Set.of("Role", "RoleBinding");
  private static final String SERVICE_ACCOUNT = "tokens-nats-token-operator";

  private static final String FIRST = "first-token-of-my-own";
  private static final String SECOND = "second-token-of-my-own";
  private static final Map<String, ?> CHEAP = Map.of("token", Map.of("bcryptCost", 4));
  private static final Map<String, ?> BROUGHT =
      Map.of("token", Map.of("existingSecret", Map.of("name", "mine"), "bcryptCost", 4));

  @Test
  void aServingResourceThatIsLookedAtAgainCausesNoWrite() {
    try (TestNamespace namespace = serving()) {
      List<String> before = namespace.operatorWrites();
      namespace.operator().awaitReconciliations(3);
      assertThat(namespace.operatorWrites()).isEqualTo(before);
    }
  }

  @Test
  void anEditedTokenSecretIsTheNewTokenFromTheNextResyncOn() {
    try (TestNamespace namespace = serving()) {
      namespace.putSecret(TestNamespace.TOKEN_SECRET, "token", SECOND);
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
      assertThat(namespace.token()).isEqualTo(SECOND);
    }
  }

  @Test
  void aDeletedTokenSecretIsReplacedAtTheNextResync() {
    try (TestNamespace namespace = serving()) {
      String before = namespace.token();
      namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).delete();
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
      assertThat(namespace.token()).isNotEqualTo(before);
    }
  }

  @Test
  void aSecretThatWasBroughtIsFollowedFromResyncToResync() {
    try (TestNamespace namespace = withOperator()) {
      namespace.apply(BROUGHT);
      namespace.awaitStalled("ExistingSecretMissing");
      namespace.putSecret("mine", "token", FIRST);
      namespace.awaitReady();
      namespace.putSecret("mine", "token", SECOND);
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
      assertThat(namespace.token()).isEqualTo(SECOND);
    }
  }

  @Test
  void aCertificateIsFollowedFromResyncToResync() {
    try (TestNamespace namespace = withOperator()) {
      namespace.apply(Map.of("tls", Map.of("secretName", "certificate")));
      namespace.awaitStalled("TlsSecretMissing");
      namespace.certificates().put("certificate");
      namespace.awaitReady();
      String pod = podUid(namespace);
      namespace.certificates().put("certificate");
      namespace.awaitUntil("a new server", r -> !pod.equals(podUid(namespace)));
      namespace.awaitReady();
    }
  }

  private static String podUid(TestNamespace namespace) {
    return namespace.object(Pod.class, "orders-nats-0").get().getMetadata().getUid();
  }

  @Test
  void aSecretOfSomebodyElseUnderTheNameIsLeftAlone() {
    try (TestNamespace namespace = withOperator()) {
      namespace.putSecret(TestNamespace.TOKEN_SECRET, "token", FIRST);
      namespace.apply(CHEAP);
      namespace.awaitStalled("NameConflict");
      Secret theirs = namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).get();
      assertThat(theirs.getMetadata().getManagedFields()).hasSize(1);
    }
  }

  private static TestNamespace serving() {
    TestNamespace namespace = withOperator();
    namespace.apply(CHEAP);
    namespace.awaitReady();
    return namespace;
  }

  private static TestNamespace withOperator() {
    TestNamespace namespace = new TestNamespace();
    Helm.FOUR.objects(STRICT, namespace.name()).stream()
        .filter(object -> RIGHTS.contains(object.getKind()))
        .forEach(object -> ApiServer.get().client().resource(object).create());
    namespace.startOperator(
        Map.of("OPERATOR_RESYNC", "1s", "OPERATOR_WATCH_SECRETS", "false"),
        ApiServer.get().clientOf(namespace.name(), SERVICE_ACCOUNT));
    return namespace;
  }
}
