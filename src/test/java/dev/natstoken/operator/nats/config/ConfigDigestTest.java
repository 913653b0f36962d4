package dev.natstoken.operator.nats.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfigDigestTest {

  @Test
  void theOrderOfKeysAndTheBorderOfFilesDoNotMatterButEveryValueDoes() {
    String include = ConfigText.include(RoutesConfig.FILE);
    String digest = ConfigDigest.of("a: 1\nb: {\"x\":1,\"y\":2}\n" + include, "c: 3\n");
    assertThat(ConfigDigest.of("b: {\"y\":2,\"x\":1}\n" + include, "c: 3\na: 1\n"))
        .isEqualTo(digest);
    assertThat(ConfigDigest.of("a: 1\nb: {\"x\":1,\"y\":3}\n" + include, "c: 3\n"))
        .isNotEqualTo(digest);
  }

  @Test
  void aFileThatIsNotIncludedDoesNotCount() {
    assertThat(ConfigDigest.of("a: 1\n", "c: 3\n")).isEqualTo(ConfigDigest.of("a: 1\n", ""));
  }
}
