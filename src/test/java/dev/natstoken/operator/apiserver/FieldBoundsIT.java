package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.api.FieldBounds;
import dev.natstoken.operator.api.SpecBounds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API server takes each field at its limits and refuses it beyond them. */
@Tag("api")
class FieldBoundsIT {

  private static final int INVALID = 422;

  static List<FieldBounds> fields() {
    return SpecBounds.all();
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aValueAtALimitIsStoredAsItIs(FieldBounds bounds) {
    for (Object value : bounds.taken()) {
      assertThat(tree(create(bounds, value).get("spec")))
          .as("%s: %s", bounds, value)
          .isEqualTo(tree(bounds.spec(value)));
    }
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aValueBeyondALimitIsRefusedWithTheNameOfTheField(FieldBounds bounds) {
    for (Object value : bounds.refused()) {
      assertThatThrownBy(() -> create(bounds, value), "%s: %s", bounds, value)
          .isInstanceOfSatisfying(
              KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(INVALID))
          .hasMessageContaining(bounds.nameInAnswers())
          .hasMessageNotContaining("evaluating rule");
    }
  }

  private static JsonNode tree(Object spec) {
    return Serialization.unmarshal(Serialization.asJson(spec), JsonNode.class);
  }

  private static GenericKubernetesResource create(FieldBounds bounds, Object value) {
    GenericKubernetesResource resource = AsUser.resource("default", "bounds", bounds.spec(value));
    return ApiServer.get()
        .client()
        .resource(resource)
        .dryRun()
        .fieldValidation(Validation.STRICT)
        .create();
  }
}
