package dev.natstoken.operator.nats.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.natstoken.operator.GoldenFile;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHasher;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class NatsConfigTest {

  private static final int SHORTEST_TELLING = 12;

  private static final GoldenConfigs.Texts GOOD = GoldenConfigs.all().get("three-servers");

  @TestFactory
  Stream<DynamicTest> theTextOfEveryConfigurationIsTheCommittedOne() {
    return GoldenConfigs.all().entrySet().stream()
        .map(e ->
            DynamicTest.dynamicTest(
                e.getKey(),
                () -> {
                  var folder = GoldenConfigs.FOLDER.resolve(e.getKey());
                  GoldenFile.matches(folder.resolve("nats.conf"), e.getValue().natsConf());
                  GoldenFile.matches(folder.resolve("routes.conf"), e.getValue().routesConf());
                }));
  }

  @Test
  void equalInputGivesEqualText() {
    assertThat(GoldenConfigs.all()).isEqualTo(GoldenConfigs.all());
  }

  @Test
  void theHashIsFoundAgainInWhatWasRendered() {
    assertThat(NatsConfig.hashIn(GOOD.natsConf())).contains(GoldenConfigs.HASH);
    assertThat(NatsConfig.hashIn("not ours")).isEmpty();
  }

  @Test
  void everyTokenThatIsAllowedGivesAConfigurationThatLetsInIt() {
    Random random = new Random(20261124);
    TokenHasher hasher = new TokenHasher(new SecureRandom());
    for (int i = 0; i < 150; i++) {
      Token token = Token.of(anyAllowedText(random));
      String text =
          NatsConfig.render(GoldenConfigs.leaving(30, 5), hasher.hash(token, 4), RoutesConfig.FILE);
      assertThatCode(
              () -> NatsConfig.check(text, included(GOOD.routesConf()), h -> h.verifies(token)))
          .as("a token of %d characters", token.value().length())
          .doesNotThrowAnyException();
      assertThat(text.lines().filter(l -> l.startsWith("authorization"))).hasSize(1);
      // A shorter one can stand in the hash, or in the rest, by chance.
      if (token.value().length() >= SHORTEST_TELLING) {
        assertThat(text).doesNotContain(token.value());
      }
    }
  }

  @Test
  void everyRoutePasswordComesBackAsItWas() {
    Random random = new Random(42);
    for (int i = 0; i < 500; i++) {
      var credentials = new RouteCredentials("routes", anyAllowedText(random));
      String text = RoutesConfig.render("a", credentials, List.of("h"));
      assertThat(RoutesConfig.parse(text)).isEqualTo(credentials);
    }
  }

  @Test
  void aConfigurationThatWouldLetInAnotherTokenIsRefused() {
    assertRefused(GOOD.natsConf(), GOOD.routesConf(), GoldenConfigs.OTHER_TOKEN);
  }

  @Test
  void everyDamageThatTheServerWouldSwallowIsRefused() {
    String hash = GoldenConfigs.HASH.value();
    String good = GOOD.natsConf();
    assertRefused(good.replace(hash, ""));
    assertRefused(good.replace(hash, hash.substring(0, 40)));
    assertRefused(good.replaceAll("(?m)^authorization.*\n", ""));
    assertRefused(good + "authorization: {\"token\":\"x\"}\n");
    assertRefused(good.replace("\"timeout\"", "\"users\":[],\"timeout\""));
    assertRefused(good + "no_auth_user: \"x\"\n");
    assertRefused(good + "include \"./other.conf\"\n");
    assertRefused(good.replaceAll("(?m)^include.*\n", ""));
    assertRefused(good + "}");
    assertRefused(good + "gateway: {\"port\":7522}\n");
    assertRefused(good + "mqtt: {\"port\":1883,\"no_auth_user\":\"x\"}\n");
    assertRefused(good + "mqtt: {\"port\":1883,\"authorization\":{\"token\":\"x\"}}\n");
    assertRefused(good + "mqtt: {\"port\":1883,\"tls\":{\"verify_and_map\":true}}\n");
    assertRefused(good + "websocket: {\"port\":8080,\"no_tls\":true,\"no_auth_user\":\"x\"}\n");
    assertRefused(good + "websocket: {\"port\":8080,\"authorization\":{\"token\":\"x\"}}\n");
    assertRefused(good + "leafnodes: {\"port\":7422,\"authorization\":{\"user\":\"x\"}}\n");
    assertRefused(good + "jetstream: {\"max_file_store\":1,\"key\":\"x\"}\n");
  }

  @Test
  void routesWithoutAPasswordOrWithAnythingElseAreRefused() {
    String routes = GOOD.routesConf();
    assertRefused(
        GOOD.natsConf(), routes.replace("golden-route-password", ""), GoldenConfigs.TOKEN);
    assertRefused(GOOD.natsConf(), routes + "port: 1\n", GoldenConfigs.TOKEN);
    assertRefused(GOOD.natsConf(), "", GoldenConfigs.TOKEN);
  }

  private static void assertRefused(String natsConf) {
    assertThat(natsConf).isNotEqualTo(GOOD.natsConf());
    assertRefused(natsConf, GOOD.routesConf(), GoldenConfigs.TOKEN);
  }

  private static RoutesFile included(String text) {
    return new RoutesFile(RoutesConfig.FILE, text);
  }

  private static void assertRefused(String natsConf, String routesConf, Token token) {
    assertThatIllegalStateException()
        .isThrownBy(() -> NatsConfig.check(natsConf, included(routesConf), h -> h.verifies(token)))
        .satisfies(e ->
            assertThat(e.getMessage())
                .startsWith("rendered configuration: ")
                .doesNotContain(GoldenConfigs.HASH.value(), "golden-route-password"));
  }

  private static String anyAllowedText(Random random) {
    int length = 1 + random.nextInt(Token.MOST_BYTES);
    return random
        .ints(0x21, 0x7F)
        .filter(c -> c != '"' && c != '\\')
        .limit(length)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
