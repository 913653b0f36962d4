package dev.natstoken.operator.e2e;

/**
 * The servers of one namespace, with their files in git and the Kustomization that applies them.
 */
final class FluxTeam implements AutoCloseable {

  private static final String RESOURCE = "orders.yaml";

  private final Flux flux;
  private final TestServers servers;

  FluxTeam(Flux flux, TestServers servers) {
    this.flux = flux;
    this.servers = servers;
  }

  /** The name of the namespace, of the folder in git and of the Kustomization. */
  String name() {
    return servers.namespace();
  }

  TestServers servers() {
    return servers;
  }

  /** How Flux calls the resource. */
  String object() {
    return "NatsTokenAuth/" + name() + "/orders";
  }

  /** Commits the resource with this metadata and spec, both in YAML's flow style. */
  String commit(String metadata, String spec) {
    return commitFile(
        RESOURCE,
        "apiVersion: natstoken.dev/v1alpha1\n"
            + "kind: NatsTokenAuth\n"
            + "metadata: {namespace: %s, name: orders%s}\n".formatted(name(), metadata)
            + "spec: {%s}\n".formatted(spec));
  }

  /** Takes the resource out of git. */
  String commitRemoval() {
    return commitFile(RESOURCE, null);
  }

  /** Commits a Secret; in a cluster of a user an ExternalSecret or a SealedSecret makes it. */
  String commitToken(String token) {
    return commitFile(
        "mine.yaml",
        "{apiVersion: v1, kind: Secret, metadata: {namespace: %s, name: mine},".formatted(name())
            + " stringData: {token: %s}}".formatted(token));
  }

  String commitConfigMap(String map) {
    return commitFile(
        "kept.yaml",
        "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: %s, name: %s}}"
            .formatted(name(), map));
  }

  private String commitFile(String file, String text) {
    return flux.git().commit("servers/" + name() + "/" + file, text);
  }

  /** Waits until Flux has applied this commit and calls the servers healthy. */
  void awaitReady(String commit) {
    flux.awaitReady(name(), commit);
  }

  /** Waits until Flux has tried this commit and gives up; returns what it says. */
  String awaitFailed(String commit) {
    return flux.awaitFailed(name(), commit);
  }

  /** Commits the resource and has Flux take care of it from now on. */
  void start(String metadata, String spec) {
    String commit = commit(metadata, spec);
    flux.addServers(name());
    awaitReady(commit);
  }

  @Override
  public void close() {
    flux.remove(name());
    servers.close();
  }
}
