package dev.natstoken.operator.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The CRD as it follows from the API classes, with what the generator has no annotation for: the
 * order of the columns, the category, conditions as a map by type, descriptions of what is
 * borrowed, and the Service Binding label. And without what the API server drops, which Argo CD
 * would call a difference for ever.
 */
public final class GeneratedCrd {

  private static final String HEADER =
      "# Generated from the classes in dev.natstoken.operator.api; do not edit.\n";

  private static final Map<Class<?>, String> DESCRIPTIONS =
      Map.of(
          NatsTokenAuth.class,
          "A set of NATS servers that lets in the holders of one token and nobody else.",
          NatsTokenAccess.class,
          "The wish of a namespace for the token of a NatsTokenAuth, mostly of another one: a Secret"
              + " with the same content, for as long as the owner allows it.");

  private GeneratedCrd() {}

  /** That of NatsTokenAuth. */
  public static String yaml() {
    return yaml(NatsTokenAuth.class);
  }

  public static String yaml(Class<? extends CustomResource<?, ?>> kind) {
    var output = new MemoryOutput();
    new CRDGenerator()
        .customResourceClasses(kind)
        .forCRDVersions("v1")
        .withMinQuotes(true)
        .withParallelGenerationEnabled(false)
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata generated, String crdVersion) {
                return complete((CustomResourceDefinition) generated, kind);
              }
            })
        .withOutput(output)
        .generate();
    String text = output.bytes.toString(StandardCharsets.UTF_8);
    return HEADER + text.substring(text.indexOf("apiVersion"));
  }

  private static HasMetadata complete(CustomResourceDefinition crd, Class<?> kind) {
    crd.getMetadata().setLabels(Map.of("servicebinding.io/provisioned-service", "true"));
    crd.getSpec().getNames().setCategories(List.of("nats"));
    for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
      version.getAdditionalPrinterColumns().sort(Comparator.comparingInt(c -> position(c, kind)));
      version.getAdditionalPrinterColumns().forEach(GeneratedCrd::withoutDefaultPriority);
      JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
      withoutRepeatedRules(schema);
      BorrowedTypes.complete(schema.getProperties().get("spec"));
      BorrowedBounds.complete("spec", schema.getProperties().get("spec"));
      JSONSchemaProps conditions =
          schema.getProperties().get("status").getProperties().get("conditions");
      conditions.setXKubernetesListType("map");
      conditions.setXKubernetesListMapKeys(List.of("type"));
      conditions.getItems().getSchema().setRequired(List.of("type", "status"));
      schema.setDescription(DESCRIPTIONS.get(kind));
      if (kind == NatsTokenAccess.class) {
        schema
            .getProperties()
            .get("spec")
            .setDescription("The token that you want, and the Secret that is to hold it.");
        schema
            .getProperties()
            .get("status")
            .setDescription("What became of the wish. Names no token and no hash.");
      }
      BorrowedDescriptions.complete(schema);
    }
    return crd;
  }

  private static int position(CustomResourceColumnDefinition column, Class<?> kind) {
    return Stream.of(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
        .map(AdditionalPrinterColumn::name)
        .toList()
        .indexOf(column.getName());
  }

  private static void withoutDefaultPriority(CustomResourceColumnDefinition column) {
    if (Integer.valueOf(0).equals(column.getPriority())) {
      column.setPriority(null);
    }
  }

  /** A rule on a record component is found on its field and on its accessor. */
  private static void withoutRepeatedRules(JSONSchemaProps schema) {
    var rules = schema.getXKubernetesValidations();
    if (rules != null) {
      schema.setXKubernetesValidations(rules.stream().distinct().toList());
    }
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(GeneratedCrd::withoutRepeatedRules);
    }
  }

  private static final class MemoryOutput implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public ByteArrayOutputStream outputFor(String crdName) {
      return bytes;
    }

    @Override
    public java.net.URI crdURI(String crdName) {
      return java.net.URI.create("file:///" + crdName);
    }

    @Override
    public void close() {
      // Nothing to release.
    }
  }
}
