package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.rotation.PublishedServers;
import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.Secret;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TokenSecretTest {

  private static final Owner OWNER = GoldenSets.OWNER;

  @Test
  void everyUrlGivesBackTheTokenAndTheServer() {
    Random random = new Random(20261124);
    for (int i = 0; i < 300; i++) {
      assertUrlsGiveBack(Token.of(anyAllowedText(random)));
    }
    assertUrlsGiveBack(GoldenSets.AWKWARD_TOKEN);
  }

  private static void assertUrlsGiveBack(Token token) {
    Secret secret = desired(3, GoldenTokens.published(token, 1), Optional.empty());
    assertThat(split(secret, "url").map(URI::create))
        .hasSize(3)
        .allSatisfy(url -> {
          assertThat(url.getUserInfo()).isEqualTo(token.value());
          assertThat(url.getScheme()).isEqualTo("nats");
          assertThat(url.getPort()).isEqualTo(4222);
        })
        .extracting(URI::getHost)
        .isEqualTo(hosts());
  }

  @Test
  void theServersAreTheSameAsInTheUrlWithoutTheToken() {
    Secret secret = desired(3, GoldenTokens.published(GoldenTokens.TOKEN, 1), Optional.empty());
    assertThat(split(secret, "servers").map(URI::create))
        .allSatisfy(url -> assertThat(url.getUserInfo()).isNull())
        .extracting(URI::getHost)
        .isEqualTo(hosts());
  }

  @Test
  void theTokenIsGivenAsItIsAndHostAndPortAreThoseOfTheService() {
    Secret secret =
        desired(1, GoldenTokens.published(GoldenSets.AWKWARD_TOKEN, 1), Optional.empty());
    assertThat(SecretText.of(secret, "token")).isEqualTo(GoldenSets.AWKWARD_TOKEN.value());
    assertThat(SecretText.of(secret, "host")).isEqualTo("orders-nats.shop.svc");
    assertThat(SecretText.of(secret, "port")).isEqualTo("4222");
    assertThat(SecretText.of(secret, "type")).isEqualTo("nats");
  }

  @Test
  void theNumberOfTheTokenIsOnTheSecret() {
    Secret secret = desired(1, GoldenTokens.published(GoldenTokens.TOKEN, 17), Optional.empty());
    assertThat(secret.getMetadata().getAnnotations()).containsEntry(Labels.TOKEN_GENERATION, "17");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    GoldenSets.all()
        .values()
        .forEach(scenario -> {
          Secret secret = desired(3, scenario.state(), Optional.empty());
          assertThat(TokenSecret.stateOf(secret)).contains(scenario.state());
        });
  }

  @Test
  void theHighestNumberOfAllConfigurationsIsOnlyWrittenWhereItIsAnother() {
    String mark = "natstoken.dev/newest-token-generation";
    TokenState state = GoldenTokens.published(GoldenTokens.TOKEN, 17);
    assertThat(desired(1, state, Optional.empty()).getMetadata().getAnnotations())
        .doesNotContainKey(mark);
    TokenState behind =
        new TokenState(
            state.published(),
            17,
            state.createdAt(),
            state.cause(),
            state.handledRequest(),
            state.pending(),
            state.overlap(),
            18);
    Secret secret = desired(1, behind, Optional.empty());
    assertThat(secret.getMetadata().getAnnotations()).containsEntry(mark, "18");
    assertThat(TokenSecret.stateOf(secret)).contains(behind);
  }

  @Test
  void inAnOverlapClientsAreSentToTheServersWithTheNewTokenOnly() {
    TokenState state = GoldenSets.all().get("overlap").state();
    Secret secret = desired(3, state, Optional.empty());
    assertThat(split(secret, "servers").map(URI::create).map(URI::getHost))
        .isEqualTo(hosts().subList(1, 3));
    assertThat(split(secret, "url").map(URI::create).map(URI::getUserInfo))
        .containsOnly(state.published().value());
  }

  @Test
  void theOneUriLeadsToAServerThatLetsInTheTokenAndToTheServiceWhereAllDo() {
    GoldenSets.all()
        .values()
        .forEach(scenario -> {
          Secret secret = desired(3, scenario.state(), Optional.empty());
          URI uri = URI.create(SecretText.of(secret, "uri"));
          assertThat(uri.getUserInfo()).isEqualTo(scenario.token().value());
          assertThat(uri.getPort()).isEqualTo(4222);
          List<String> listed =
              split(secret, "servers").map(URI::create).map(URI::getHost).toList();
          if (listed.equals(hosts())) {
            assertThat(uri.getHost()).isEqualTo("orders-nats.shop.svc");
          } else {
            assertThat(listed).contains(uri.getHost());
          }
        });
  }

  @Test
  void inAnOverlapTheExternalAddressStays() {
    Secret secret =
        desired(3, GoldenSets.all().get("overlap").state(), Optional.of("nats.example.com:4222"));
    assertThat(split(secret, "servers").map(URI::create).map(URI::getHost))
        .containsExactly(hosts().get(1), hosts().get(2), "nats.example.com");
  }

  @Test
  void marksThatSomebodySpoiltCountAsAbsent() {
    TokenState state = GoldenSets.all().get("overlap").state();
    Secret secret = desired(3, state, Optional.empty());
    Map<String, String> spoilt = new HashMap<>();
    secret.getMetadata().getAnnotations().forEach((key, value) -> spoilt.put(key, "spoilt"));
    secret.getMetadata().setAnnotations(spoilt);
    secret.getMetadata().setCreationTimestamp("2026-01-02T00:00:00Z");
    TokenState read = TokenSecret.stateOf(secret).orElseThrow();
    assertThat(read.published()).isEqualTo(state.published());
    assertThat(read.generation()).isZero();
    assertThat(read.createdAt()).isEqualTo("2026-01-02T00:00:00Z");
    assertThat(read.rotating()).isFalse();
  }

  @Test
  void aBlankTokenIsNoToken() {
    Secret secret = desired(1, GoldenTokens.published(GoldenTokens.TOKEN, 1), Optional.empty());
    for (String blank : List.of("", "IA==")) {
      secret.getData().put("token", blank);
      assertThat(TokenSecret.stateOf(secret)).isEmpty();
    }
    secret.setData(null);
    assertThat(TokenSecret.stateOf(secret)).isEmpty();
  }

  private static Secret desired(int replicas, TokenState state, Optional<String> external) {
    return TokenSecret.desired(
        OWNER,
        PublishedServers.of(state, replicas, replicas),
        state,
        false,
        new ClientAccess(false, external, Optional.empty()));
  }

  private static List<String> hosts() {
    return List.of(
        "orders-nats-0.orders-nats-headless.shop.svc",
        "orders-nats-1.orders-nats-headless.shop.svc",
        "orders-nats-2.orders-nats-headless.shop.svc");
  }

  private static Stream<String> split(Secret secret, String key) {
    return Stream.of(SecretText.of(secret, key).split(",", -1));
  }

  private static String anyAllowedText(Random random) {
    return random
        .ints(0x21, 0x7F)
        .filter(c -> c != '"' && c != '\\')
        .limit(1 + random.nextInt(Token.MOST_BYTES))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void anExternalAddressComesAfterTheServersThemselves() {
    Secret secret =
        desired(
            1,
            GoldenTokens.published(GoldenTokens.TOKEN, 1),
            Optional.of("nats.example.com:30222"));
    assertThat(SecretText.of(secret, "servers"))
        .endsWith(".svc:4222,nats://nats.example.com:30222");
    assertThat(SecretText.of(secret, "url"))
        .endsWith(".svc:4222,nats://" + GoldenTokens.TOKEN.value() + "@nats.example.com:30222");
    assertThat(SecretText.of(secret, "host")).endsWith(".svc");
  }
}
