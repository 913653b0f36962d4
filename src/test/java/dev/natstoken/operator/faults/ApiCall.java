package dev.natstoken.operator.faults;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a request asks of the API server.
 *
 * @param verb as rules of RBAC name it
 * @param kind the resource, such as statefulsets or natstokenauths/status
 * @param namespace empty if none is named
 * @param name empty if it is not in the path
 */
public record ApiCall(String verb, String kind, String namespace, String name, URI target) {

  private static final Set<String> READS = Set.of("get", "list", "watch");

  static ApiCall of(String method, String target) {
    URI uri = URI.create(target);
    List<String> path = Arrays.stream(uri.getPath().split("/")).filter(p -> !p.isEmpty()).toList();
    int at = path.isEmpty() || path.getFirst().equals("api") ? 2 : 3;
    String namespace = "";
    if (path.size() > at + 2 && path.get(at).equals("namespaces")) {
      namespace = path.get(at + 1);
      at += 2;
    }
    String kind = path.size() > at ? path.get(at) : "";
    String name = path.size() > at + 1 ? path.get(at + 1) : "";
    if (path.size() > at + 2) {
      kind += "/" + path.get(at + 2);
    }
    return new ApiCall(verb(method, uri, name), kind, namespace, name, uri);
  }

  private static String verb(String method, URI uri, String name) {
    boolean watch = String.valueOf(uri.getQuery()).matches("(.*&)?watch=(true|1)(&.*)?");
    return switch (method) {
      case "GET" -> watch ? "watch" : name.isEmpty() ? "list" : "get";
      case "POST" -> "create";
      case "PUT" -> "update";
      default -> method.toLowerCase(java.util.Locale.ROOT);
    };
  }

  /** Events are no more than words. */
  public boolean isWrite() {
    return !READS.contains(verb) && !kind.equals("events");
  }

  boolean isWatch() {
    return verb.equals("watch");
  }

  /** A list that may be as old as the API server likes. */
  public boolean isListOfAnyAge() {
    return verb.equals("list")
        && String.valueOf(target.getQuery()).matches("(.*&)?resourceVersion=0(&.*)?");
  }

  /** What a list or a watch is of. */
  String subject() {
    String selector =
        Arrays.stream(String.valueOf(target.getQuery()).split("&"))
            .filter(p -> p.startsWith("labelSelector=") || p.startsWith("fieldSelector="))
            .sorted()
            .toList()
            .toString();
    return target.getPath() + selector;
  }

  @Override
  public String toString() {
    return verb + " " + kind + (name.isEmpty() ? "" : " " + name);
  }
}
