package dev.natstoken.operator.access;

import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.outcome.Problem;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The access "client" in namespace shop, which asks for the token of messaging/orders. */
public final class Accesses {

  static final String TOKEN = "0123456789abcdefghijklmnopqrstuvwxyzABCD";
  static final String FORMER = "former-0123456789abcdefghijklmnopqrstuvwx";

  private Accesses() {}

  static NatsTokenAccess access(String more) {
    return Serialization.unmarshal(
        """
        metadata: {namespace: shop, name: client, uid: access-uid, generation: 1}
        spec: {authRef: {namespace: messaging, name: orders}%s}
        """
            .formatted(more),
        NatsTokenAccess.class);
  }

  static NatsTokenAuth auth(String spec) {
    return Serialization.unmarshal(
        """
        metadata: {namespace: messaging, name: orders, uid: auth-uid}
        spec: %s
        """
            .formatted(spec),
        NatsTokenAuth.class);
  }

  static NatsTokenAuth allowing() {
    return auth("{allowedNamespaces: {names: [shop]}}");
  }

  /** The same in an overlap of the tokens 6 and 7. */
  static Secret inOverlap() {
    return new SecretBuilder(source())
        .editMetadata()
        .addToAnnotations("natstoken.dev/previous-token-generation", "6")
        .addToAnnotations("natstoken.dev/servers-from", "1")
        .endMetadata()
        .addToData("previous-token", SecretText.encode(FORMER))
        .build();
  }

  /** The token Secret, with what no client may read. */
  static Secret source() {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace("messaging")
        .withName("orders-nats-token")
        .withCreationTimestamp("2026-01-01T00:00:00Z")
        .addToAnnotations("natstoken.dev/token-generation", "7")
        .addNewOwnerReference()
        .withKind("NatsTokenAuth")
        .withName("orders")
        .withUid("auth-uid")
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withType("servicebinding.io/nats")
        .addToData("token", SecretText.encode(TOKEN))
        .addToData("servers", SecretText.encode("nats://a:4222,nats://b:4222"))
        .addToData("previous-token", SecretText.encode("former"))
        .addToData("next-token", SecretText.encode("next"))
        .addToData("orders.properties", SecretText.encode("of the owner"))
        .build();
  }

  /** A Secret of namespace shop. */
  static Secret secret(String name, String ownerKind, String ownerName, String ownerUid) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(name)
        .addNewOwnerReference()
        .withApiVersion("natstoken.dev/v1alpha1")
        .withKind(ownerKind)
        .withName(ownerName)
        .withUid(ownerUid)
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .build();
  }

  static Secret ours(String name) {
    return secret(name, "NatsTokenAccess", "client", "access-uid");
  }

  /** Ours, with this token. */
  static Secret holding(String token) {
    return new SecretBuilder(ours("client")).addToData("token", SecretText.encode(token)).build();
  }

  static AccessFacts facts(NatsTokenAuth auth, Secret source, Secret target, Secret... others) {
    return new AccessFacts(
        true,
        Optional.ofNullable(auth),
        Map.of("team", "shop"),
        Optional.ofNullable(source),
        Optional.ofNullable(target),
        List.of(others),
        Optional.empty(),
        List.of());
  }

  static AccessFacts brought(AccessFacts facts, Secret brought) {
    return brought(facts, Optional.of(brought));
  }

  /** While the Secret that an access brought, and would bring again, is away. */
  static AccessFacts broughtAgainBy(AccessFacts facts, String... accesses) {
    return brought(facts, Optional.empty(), accesses);
  }

  static AccessFacts brought(AccessFacts facts, Optional<Secret> brought, String... bringers) {
    return new AccessFacts(
        facts.watched(),
        facts.auth(),
        facts.namespaceLabels(),
        facts.source(),
        facts.target(),
        facts.others(),
        brought,
        List.of(bringers));
  }

  static AccessFacts unwatched() {
    return new AccessFacts(
        false,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  /** All problems of accesses. */
  public static Stream<Problem> problems() {
    return Stream.concat(Stream.of(AccessVersionTest.taken()), problemsOfTheSecret());
  }

  private static Stream<Problem> problemsOfTheSecret() {
    return Stream.of(
            AccessRules.decide(access(""), unwatched()),
            AccessRules.decide(access(""), facts(null, null, null)),
            AccessRules.decide(
                access(""),
                brought(
                    facts(allowing(), source(), null), secret("b", "NatsTokenAccess", "x", "y"))),
            AccessRules.decide(
                access(""), facts(allowing(), source(), secret("client", "Pod", "x", "y"))),
            AccessRules.decide(
                access(""),
                facts(allowing(), source(), secret("client", "NatsTokenAccess", "x", "y"))),
            AccessRules.decide(
                access(", template: {a: '" + "{{servers}}".repeat(1 << 14) + "'}"),
                facts(allowing(), inOverlap(), holding(FORMER))),
            AccessRules.decide(
                access(""),
                facts(
                    allowing(),
                    new SecretBuilder(source())
                        .addToData("ca.crt", SecretText.encode("a".repeat(1 << 20)))
                        .build(),
                    null)))
        .map(verdict -> ((AccessVerdict.Said.Refused) verdict.said()).problem());
  }
}
