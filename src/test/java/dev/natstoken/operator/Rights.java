package dev.natstoken.operator;

import static java.net.HttpURLConnection.HTTP_CREATED;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.stream.Stream;

/** Rights in one notation: "patch natstoken.dev natstokenauths/status", "get leases (own)". */
public final class Rights {

  private static final String OWN = " (own)";

  private Rights() {}

  /** What a rule grants; "own" where it names the objects. */
  public static Stream<String> granted(PolicyRule rule) {
    boolean own = !rule.getResourceNames().isEmpty();
    return rule.getApiGroups().stream()
        .flatMap(group ->
            rule.getResources().stream()
                .flatMap(resource ->
                    rule.getVerbs().stream().map(verb -> of(verb, group, resource, own))));
  }

  /**
   * What a request needs; "own" if it was for the object of this name in a kind granted by name. A
   * patch that makes an object needs the right to create it too, and tells so by its status; that
   * right is never granted by name.
   */
  public static Stream<String> used(JsonNode auditEvent, String kindGrantedByName, String name) {
    JsonNode object = auditEvent.path("objectRef");
    String subresource = object.path("subresource").asText();
    String resource = object.path("resource").asText();
    String verb = auditEvent.path("verb").asText();
    int status = auditEvent.at("/responseStatus/code").asInt();
    boolean made = verb.equals("patch") && status == HTTP_CREATED;
    return (made ? Stream.of(verb, "create") : Stream.of(verb))
        .map(each ->
            of(
                each,
                object.path("apiGroup").asText(),
                resource + (subresource.isEmpty() ? "" : "/" + subresource),
                !each.equals("create")
                    && resource.equals(kindGrantedByName)
                    && object.path("name").asText().equals(name)));
  }

  public static String of(String verb, String group, String resource, boolean own) {
    return verb + " " + (group.isEmpty() ? "" : group + " ") + resource + (own ? OWN : "");
  }
}
