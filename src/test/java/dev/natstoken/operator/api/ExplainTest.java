package dev.natstoken.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code kubectl explain} and {@code kubectl get} tell of the resource. */
class ExplainTest {

  private static final CustomResourceDefinition CRD =
      Serialization.unmarshal(GeneratedCrd.yaml(), CustomResourceDefinition.class);
  private static final CustomResourceDefinitionVersion VERSION = CRD.getSpec().getVersions().get(0);

  @Test
  void everyFieldHasADescription() {
    JSONSchemaProps schema = VERSION.getSchema().getOpenAPIV3Schema();
    assertThat(schema.getDescription()).isNotBlank();
    List<String> without = new ArrayList<>();
    walk("", schema, without);
    assertThat(without).isEmpty();
  }

  private static void walk(String path, JSONSchemaProps schema, List<String> without) {
    schema
        .getProperties()
        .forEach((name, field) -> {
          if (field.getDescription() == null || field.getDescription().isBlank()) {
            without.add(path + name);
          }
          walk(path + name + ".", field, without);
        });
    if (schema.getItems() != null) {
      walk(path + "[].", schema.getItems().getSchema(), without);
    }
  }

  @Test
  void everyColumnHasADescription() {
    assertThat(VERSION.getAdditionalPrinterColumns())
        .extracting(CustomResourceColumnDefinition::getDescription)
        .doesNotContainNull()
        .noneMatch(String::isBlank);
  }

  /** In the category all, a "kubectl delete all --all" would end tokens and servers. */
  @Test
  void theCategoryIsThatOfNatsAndNotAll() {
    assertThat(CRD.getSpec().getNames().getCategories()).containsExactly("nats");
  }
}
