package dev.natstoken.operator.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Map;

/**
 * What {@code kubectl explain} says of the types that the spec and the status borrow from
 * Kubernetes, whose Java classes carry no descriptions. A name means the same wherever it stands.
 */
final class BorrowedDescriptions {

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("spec", "What you want; every field is optional."),
          Map.entry("status", "What the operator saw and proved. Names no token and no hash."),
          Map.entry("ipBlock", "A range of addresses."),
          Map.entry("cidr", "The range, such as 10.0.0.0/8 or fd00::/8."),
          Map.entry("except", "Ranges within it that are left out."),
          Map.entry(
              "namespaceSelector",
              "Selects namespaces by their labels; an empty one selects all. Beside a selector of"
                  + " pods, the pods in these namespaces."),
          Map.entry("podSelector", "Selects pods by their labels; an empty one selects all."),
          Map.entry("labelSelector", "Selects pods by their labels."),
          Map.entry("matchLabels", "Labels that it must have, each with this value."),
          Map.entry("matchExpressions", "Requirements on labels; all must hold."),
          Map.entry("matchFields", "Requirements on fields of nodes; all must hold."),
          Map.entry("key", "The label, field or taint that it is about."),
          Map.entry("operator", "How the key relates to what stands beside it."),
          Map.entry("values", "The values to compare with; none for Exists and DoesNotExist."),
          Map.entry("value", "The value of the taint; none with Exists."),
          Map.entry("effect", "The effect of the taint; each, if absent."),
          Map.entry(
              "tolerationSeconds",
              "How many seconds a NoExecute taint is tolerated; for ever, if absent."),
          Map.entry("nodeAffinity", "Which nodes the pods go to."),
          Map.entry("podAffinity", "Beside which pods they go."),
          Map.entry("podAntiAffinity", "Beside which pods they do not go."),
          Map.entry(
              "requiredDuringSchedulingIgnoredDuringExecution",
              "What must hold when a pod is scheduled."),
          Map.entry(
              "preferredDuringSchedulingIgnoredDuringExecution",
              "What the scheduler tries to meet, by weight."),
          Map.entry("nodeSelectorTerms", "Kinds of nodes; one of these terms must hold."),
          Map.entry("preference", "The kind of nodes that is preferred."),
          Map.entry("podAffinityTerm", "The pods in question, and what counts as beside them."),
          Map.entry("weight", "How much it counts, from 1 to 100."),
          Map.entry("namespaces", "Namespaces of the pods in question; this one, if absent."),
          Map.entry(
              "topologyKey",
              "Label of nodes: those with the same value of it are one place, such as a zone."),
          Map.entry(
              "matchLabelKeys",
              "Labels of the new pod whose values the pods in question must share."),
          Map.entry(
              "mismatchLabelKeys",
              "Labels of the new pod whose values the pods in question must not share."),
          Map.entry("maxSkew", "By how many pods two places may differ."),
          Map.entry("minDomains", "How many places there should be at least."),
          Map.entry(
              "whenUnsatisfiable",
              "Whether a pod waits (DoNotSchedule) or goes elsewhere (ScheduleAnyway)."),
          Map.entry(
              "nodeAffinityPolicy", "Whether places count that nodeAffinity leaves out (Ignore)."),
          Map.entry("nodeTaintsPolicy", "Whether places count whose taints keep it out (Ignore)."),
          Map.entry("type", "What the condition is about, such as Ready."),
          Map.entry("reason", "Why, in one word for programs."),
          Map.entry("message", "Why, in a sentence for people."),
          Map.entry("lastTransitionTime", "Since when it has been so (UTC, RFC 3339)."),
          Map.entry("observedGeneration", "The metadata.generation that it speaks of."));

  private static final String CONDITION_STATUS = "True, False or Unknown.";

  private BorrowedDescriptions() {}

  /** Describes whatever has no description yet. */
  static void complete(JSONSchemaProps schema) {
    schema.getProperties().forEach(BorrowedDescriptions::complete);
    if (schema.getItems() != null) {
      complete(schema.getItems().getSchema());
    }
  }

  private static void complete(String name, JSONSchemaProps field) {
    if (field.getDescription() == null) {
      boolean ofCondition = name.equals("status") && "string".equals(field.getType());
      field.setDescription(ofCondition ? CONDITION_STATUS : WORDS.get(name));
    }
    complete(field);
  }
}
