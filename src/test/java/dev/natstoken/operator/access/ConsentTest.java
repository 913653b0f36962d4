package dev.natstoken.operator.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsentTest {

  private static final Map<String, String> LABELS = Map.of("team", "shop", "stage", "test");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                                     | false | false",
        "{allowedNamespaces: {}}                                                | false | false",
        "{allowedNamespaces: {names: []}}                                       | false | false",
        "{allowedNamespaces: {names: [billing]}}                                | false | false",
        "{allowedNamespaces: {names: [billing, shop]}}                          | true  | false",
        "{allowedNamespaces: {selector: {}}}                                    | false | false",
        "{allowedNamespaces: {selector: {matchLabels: {}}}}                     | false | false",
        "{allowedNamespaces: {selector: {matchLabels: {team: shop}}}}           | true  | true",
        "{allowedNamespaces: {selector: {matchLabels: {team: bill}}}}           | false | true",
        "{allowedNamespaces: {selector: {matchLabels: {team: shop, a: b}}}}     | false | true",
        "{allowedNamespaces: {names: [shop], selector: {matchLabels: {a: b}}}}  | true  | false"
      })
  void isGivenByANameOrByAllLabelsAndNeverByNothing(
      String spec, boolean given, boolean dependsOnLabels) {
    assertThat(Consent.given(Accesses.auth(spec), "shop", LABELS)).isEqualTo(given);
    assertThat(Consent.dependsOnLabels(Accesses.auth(spec), "shop")).isEqualTo(dependsOnLabels);
  }
}
