package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natstoken.operator.AsUser;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in the types that the spec borrows from Kubernetes has limits as well. */
@Tag("api")
class BorrowedBoundsIT {

  private static final int KEY = 317;
  private static final int VALUE = 63;
  private static final int NETWORK = 49;

  /**
   * One field.
   *
   * @param spec in which $ stands for its value
   * @param most how long or how large it may be
   * @param item a list of which has that size; empty for a text
   */
  record Limit(String spec, int most, String item) {

    @SuppressWarnings("unchecked")
    Map<String, Object> with(int size) {
      return Serialization.unmarshal(spec.replace("$", value(size)), Map.class);
    }

    private String value(int size) {
      return item.isEmpty()
          ? "a".repeat(size)
          : item.startsWith("{")
              ? entries(size)
              : Serialization.asJson(Collections.nCopies(size, item));
    }

    private static String entries(int size) {
      return IntStream.range(0, size)
          .mapToObj(i -> "k" + i + ": v")
          .collect(Collectors.joining(", ", "{", "}"));
    }

    @Override
    public String toString() {
      return spec;
    }
  }

  static List<Limit> limits() {
    return List.of(
        text("pod: {tolerations: [{key: $, operator: Exists}]}", KEY),
        text("pod: {tolerations: [{key: a, value: $}]}", VALUE),
        text(spread("topologyKey: $"), KEY),
        text(spread("topologyKey: a, labelSelector: {matchLabels: {a: $}}"), VALUE),
        entries(spread("topologyKey: a, labelSelector: {matchLabels: $}"), 8),
        items(spread("topologyKey: a, matchLabelKeys: $"), 4),
        text(nodes("key: $, operator: Exists"), KEY),
        items(nodes("key: a, operator: In, values: $"), 8),
        text(nodes("key: a, operator: In, values: [$]"), VALUE),
        items(names("values: $"), 16),
        text(names("values: [$]"), 253),
        items(near("topologyKey: a, namespaces: $"), 16),
        text(near("topologyKey: a, namespaces: [$]"), VALUE),
        text(near("topologyKey: $"), KEY),
        items(near("topologyKey: a, mismatchLabelKeys: $"), 4),
        text("networkPolicy: {clients: [{ipBlock: {cidr: $}}]}", NETWORK),
        text("networkPolicy: {clients: [{ipBlock: {cidr: a, except: [$]}}]}", NETWORK),
        items("networkPolicy: {scrapers: [{ipBlock: {cidr: a, except: $}}]}", 32),
        entries("networkPolicy: {scrapers: [{podSelector: {matchLabels: $}}]}", 8),
        text("pod: {annotations: {a: aa, b: ba, c: c, d: $}}", 4096));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void isTakenAtItsLimitAndRefusedBeyond(Limit limit) {
    assertThatCode(() -> create(limit.with(limit.most()))).doesNotThrowAnyException();
    assertThatThrownBy(() -> create(limit.with(limit.most() + 1)))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("Too ")
        .hasMessageNotContaining("evaluating rule");
  }

  private static Limit text(String spec, int most) {
    return new Limit(spec, most, "");
  }

  private static Limit items(String spec, int most) {
    return new Limit(spec, most, "a");
  }

  private static Limit entries(String spec, int most) {
    return new Limit(spec, most, "{}");
  }

  private static String spread(String fields) {
    return "pod: {topologySpreadConstraints: [{maxSkew: 1, whenUnsatisfiable: DoNotSchedule, "
        + fields
        + "}]}";
  }

  private static String nodes(String expression) {
    return "pod: {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
        + " {nodeSelectorTerms: [{matchExpressions: [{"
        + expression
        + "}]}]}}}}";
  }

  private static String names(String values) {
    return nodes("key: a, operator: Exists}], matchFields: [{key: a, operator: In, " + values);
  }

  private static String near(String term) {
    return "pod: {affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{"
        + term
        + "}]}}}";
  }

  private static GenericKubernetesResource create(Map<String, Object> spec) {
    return ApiServer.get()
        .client()
        .resource(AsUser.resource("default", "bounds", spec))
        .dryRun()
        .fieldValidation(Validation.STRICT)
        .create();
  }
}
