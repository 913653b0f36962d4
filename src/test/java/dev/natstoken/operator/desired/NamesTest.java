package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NamesTest {

  /** The longest name that the CRD lets through. */
  private static final String LONGEST = "o".repeat(47);

  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
  private static final String DNS_1035_LABEL = "[a-z]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final String DNS_SUBDOMAIN = "[a-z0-9]([-a-z0-9]{0,251}[a-z0-9])?";
  private static final int LONGEST_LABEL = 63;

  /** The StatefulSet controller names a revision after the set and 10 characters of a hash. */
  private static final int REVISION_SUFFIX = 1 + 10;

  private static final int LARGEST_ORDINAL = 63;

  private final Names names = new Names(LONGEST);

  @Test
  void servicesOfTheLongestNameAreDnsLabels() {
    assertThat(Stream.of(names.service(), names.headlessService()))
        .allSatisfy(s -> assertThat(s).matches(DNS_1035_LABEL));
  }

  @Test
  void podNamesAndRevisionsOfTheLongestNameFitIntoAHostNameAndALabel() {
    assertThat(names.pod(LARGEST_ORDINAL)).matches(DNS_1035_LABEL);
    assertThat(names.statefulSet().length() + REVISION_SUFFIX).isEqualTo(LONGEST_LABEL);
    assertThat(Labels.of(LONGEST).values())
        .allSatisfy(v -> assertThat(v.length()).isLessThanOrEqualTo(LONGEST_LABEL));
  }

  @Test
  void everyOtherObjectOfTheLongestNameHasALegalName() {
    assertThat(
            List.of(
                names.statefulSet(),
                names.tokenSecret(),
                names.routesSecret(),
                names.disruptionBudget(),
                names.configMap(DIGEST)))
        .allSatisfy(n -> assertThat(n).matches(DNS_SUBDOMAIN));
  }

  @Test
  void addressesOfTheLongestNamesAreLegalHostNames() {
    String namespace = "n".repeat(LONGEST_LABEL);
    assertThat(Stream.of(names.podHost(LARGEST_ORDINAL, namespace), names.serviceHost(namespace)))
        .allSatisfy(host -> {
          assertThat(host.length()).isLessThanOrEqualTo(253);
          assertThat(host.split("\\.", -1))
              .allSatisfy(label -> assertThat(label).matches(DNS_1035_LABEL));
        });
  }

  @Test
  void noTwoObjectsOfOneKindShareAName() {
    assertThat(List.of(names.service(), names.headlessService())).doesNotHaveDuplicates();
    assertThat(List.of(names.tokenSecret(), names.routesSecret())).doesNotHaveDuplicates();
  }

  @Test
  void anotherConfigurationHasAnotherName() {
    assertThat(names.configMap(DIGEST)).isEqualTo(LONGEST + "-nats-config-0123456789");
    assertThat(names.configMap("sha256:" + "f".repeat(64))).isNotEqualTo(names.configMap(DIGEST));
  }
}
