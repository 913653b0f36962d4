package dev.natstoken.operator.desired;

import dev.natstoken.operator.api.ResourcesSpec;
import dev.natstoken.operator.api.ServerPodSpec;
import dev.natstoken.operator.nats.config.RoutesFile;
import dev.natstoken.operator.nats.tls.CertificateFiles;
import java.util.List;
import java.util.Optional;

/**
 * The servers wanted, with every default resolved.
 *
 * @param pod what the user says of the pods
 */
public record ServerSet(
    Owner owner,
    Size size,
    Image image,
    Configuration configuration,
    ServerPodSpec pod,
    Features features) {

  /**
   * How many servers there are.
   *
   * @param partition ordinal of the first one that takes over a changed template
   * @param onDelete whether Kubernetes replaces none for that, but brings back with it whichever
   *     somebody deletes; the partition is 0 then
   */
  public record Size(int replicas, int partition, boolean onDelete) {

    /** Where Kubernetes rolls the servers. */
    public Size(int replicas, int partition) {
      this(replicas, partition, false);
    }
  }

  /**
   * What they run.
   *
   * @param reference full, of the server image
   */
  public record Image(String reference, String pullPolicy, List<String> pullSecrets) {}

  /**
   * What they read when they start.
   *
   * @param digest that each server should report
   * @param routesFile the file of the routes Secret that it includes, as it is called without TLS
   * @param lameDuckSeconds over how long a stopping server sends its clients elsewhere
   * @param certificates what they show to clients and to each other; none without TLS
   * @param asBefore whether the pods are as the operator had them before servers advertised their
   *     names and those that store alone stopped at once
   */
  public record Configuration(
      String digest,
      String routesFile,
      long lameDuckSeconds,
      List<MountedCertificate> certificates,
      boolean asBefore) {

    Configuration ofEarlierVersion() {
      return new Configuration(digest, routesFile, lameDuckSeconds, certificates, true);
    }
  }

  /**
   * What they have that others lack.
   *
   * @param listeners what they listen to besides clients, routes and monitoring
   * @param exporter what turns the monitoring pages of each into metrics
   * @param jetstream where they keep what they store, if they do
   */
  public record Features(
      List<Listener> listeners, Optional<Exporter> exporter, Optional<JetStream> jetstream) {}

  /**
   * What runs beside each server.
   *
   * @param image full reference
   */
  public record Exporter(String image, ResourcesSpec resources) {}

  /** The same servers in another number, or with another share of them on a changed template. */
  public ServerSet shaped(Size newSize) {
    return new ServerSet(owner, newSize, image, configuration, pod, features);
  }

  /** The same servers with claims of another size. */
  public ServerSet withClaims(String claimSize) {
    Optional<JetStream> resized = features.jetstream().map(j -> j.sized(claimSize));
    return new ServerSet(
        owner,
        size,
        image,
        configuration,
        pod,
        new Features(features.listeners(), features.exporter(), resized));
  }

  /** The same servers as an earlier version of the operator had them. */
  ServerSet ofEarlierVersion() {
    return new ServerSet(owner, size, image, configuration.ofEarlierVersion(), pod, features);
  }

  /** Whether it is a single server that stores, which no other may join. */
  boolean storesAlone() {
    return size.replicas() == 1 && features.jetstream().isPresent() && !configuration.asBefore();
  }

  /** The name of the ConfigMap with their configuration. */
  public String configMap() {
    return names().configMap(configuration.digest());
  }

  /** Whether clients of every kind come over TLS. */
  boolean tls() {
    return configuration.certificates().stream()
        .anyMatch(c -> c.files() == CertificateFiles.CLIENTS);
  }

  /** The file of the routes Secret that the configuration includes. */
  String routesFile() {
    boolean tls =
        configuration.certificates().stream().anyMatch(c -> c.files() == CertificateFiles.ROUTES);
    String file = configuration.routesFile();
    return tls ? RoutesFile.nameWithTls(file) : file;
  }

  public Names names() {
    return owner.names();
  }
}
