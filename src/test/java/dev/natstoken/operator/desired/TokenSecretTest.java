package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.Token;
import io.fabric8.kubernetes.api.model.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
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
    Secret secret = TokenSecret.desired(OWNER, 3, token, 1, false, Optional.empty());
    assertThat(split(secret, "url").map(URI::create))
        .hasSize(3)
        .allSatisfy(
            url -> {
              assertThat(url.getUserInfo()).isEqualTo(token.value());
              assertThat(url.getScheme()).isEqualTo("nats");
              assertThat(url.getPort()).isEqualTo(4222);
            })
        .extracting(URI::getHost)
        .isEqualTo(hosts());
  }

  @Test
  void theServersAreTheSameAsInTheUrlWithoutTheToken() {
    Secret secret = TokenSecret.desired(OWNER, 3, GoldenSets.TOKEN, 1, false, Optional.empty());
    assertThat(split(secret, "servers").map(URI::create))
        .allSatisfy(url -> assertThat(url.getUserInfo()).isNull())
        .extracting(URI::getHost)
        .isEqualTo(hosts());
  }

  @Test
  void theTokenIsGivenAsItIsAndHostAndPortAreThoseOfTheService() {
    Secret secret =
        TokenSecret.desired(OWNER, 1, GoldenSets.AWKWARD_TOKEN, 1, false, Optional.empty());
    assertThat(decoded(secret, "token")).isEqualTo(GoldenSets.AWKWARD_TOKEN.value());
    assertThat(decoded(secret, "host")).isEqualTo("orders-nats.shop.svc");
    assertThat(decoded(secret, "port")).isEqualTo("4222");
    assertThat(decoded(secret, "type")).isEqualTo("nats");
  }

  @Test
  void theNumberOfTheTokenIsOnTheSecret() {
    Secret secret = TokenSecret.desired(OWNER, 1, GoldenSets.TOKEN, 17, false, Optional.empty());
    assertThat(secret.getMetadata().getAnnotations()).containsEntry(Labels.TOKEN_GENERATION, "17");
  }

  private static List<String> hosts() {
    return List.of(
        "orders-nats-0.orders-nats-headless.shop.svc",
        "orders-nats-1.orders-nats-headless.shop.svc",
        "orders-nats-2.orders-nats-headless.shop.svc");
  }

  private static Stream<String> split(Secret secret, String key) {
    return Stream.of(decoded(secret, key).split(",", -1));
  }

  private static String decoded(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
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
        TokenSecret.desired(
            OWNER, 1, GoldenSets.TOKEN, 1, false, Optional.of("nats.example.com:30222"));
    assertThat(decoded(secret, "servers")).endsWith(".svc:4222,nats://nats.example.com:30222");
    assertThat(decoded(secret, "url"))
        .endsWith(".svc:4222,nats://" + GoldenSets.TOKEN.value() + "@nats.example.com:30222");
    assertThat(decoded(secret, "host")).endsWith(".svc");
  }
}
