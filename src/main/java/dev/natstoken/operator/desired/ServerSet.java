package dev.natstoken.operator.desired;

import dev.natstoken.operator.api.MonitoringSpec;
import dev.natstoken.operator.api.ServerPodSpec;
import java.util.List;
import java.util.Optional;

/**
 * The servers wanted, with every default resolved.
 *
 * @param partition ordinal of the first server that takes over a changed template
 * @param image full reference of the server image
 * @param configMap name of the ConfigMap with the configuration of these servers
 * @param configDigest digest that each server should report for it
 * @param routesFile the file of the routes Secret that this configuration includes
 * @param asBefore whether the pods are as the operator had them before servers advertised their
 *     names and those that store alone stopped at once
 * @param lameDuckSeconds over how long a stopping server sends its clients elsewhere
 * @param pod what the user says of the pods
 * @param listeners what the servers listen to besides clients, routes and monitoring
 * @param certificates what they show to clients and to each other; none without TLS
 * @param exporter what turns the monitoring pages of each server into metrics
 * @param jetstream where the servers keep what they store, if they do
 */
public record ServerSet(
    Owner owner,
    int replicas,
    int partition,
    String image,
    String pullPolicy,
    List<String> pullSecrets,
    String configMap,
    String configDigest,
    String routesFile,
    boolean asBefore,
    long lameDuckSeconds,
    ServerPodSpec pod,
    List<Listener> listeners,
    List<MountedCertificate> certificates,
    Optional<MonitoringSpec.Exporter> exporter,
    Optional<JetStream> jetstream) {

  /** The same servers in another number, or with another share of them on a changed template. */
  public ServerSet shaped(int newReplicas, int newPartition) {
    return new ServerSet(
        owner,
        newReplicas,
        newPartition,
        image,
        pullPolicy,
        pullSecrets,
        configMap,
        configDigest,
        routesFile,
        asBefore,
        lameDuckSeconds,
        pod,
        listeners,
        certificates,
        exporter,
        jetstream);
  }

  /** The same servers with claims of another size. */
  public ServerSet withClaims(String size) {
    return new ServerSet(
        owner,
        replicas,
        partition,
        image,
        pullPolicy,
        pullSecrets,
        configMap,
        configDigest,
        routesFile,
        asBefore,
        lameDuckSeconds,
        pod,
        listeners,
        certificates,
        exporter,
        jetstream.map(j -> j.sized(size)));
  }

  /** The same servers as an earlier version of the operator had them. */
  ServerSet ofEarlierVersion() {
    return new ServerSet(
        owner,
        replicas,
        partition,
        image,
        pullPolicy,
        pullSecrets,
        configMap,
        configDigest,
        routesFile,
        true,
        lameDuckSeconds,
        pod,
        listeners,
        certificates,
        exporter,
        jetstream);
  }

  /** Whether it is a single server that stores, which no other may join. */
  boolean storesAlone() {
    return replicas == 1 && jetstream.isPresent() && !asBefore;
  }

  public Names names() {
    return owner.names();
  }
}
