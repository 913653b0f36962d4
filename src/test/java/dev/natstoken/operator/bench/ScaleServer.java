package dev.natstoken.operator.bench;

import dev.natstoken.operator.AuditEvent;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.apiserver.ServiceAddresses;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A kube-apiserver with its etcd and nothing else: no controllers, no kubelet. It logs each request
 * of the operator when it arrives, reads and watches too.
 */
final class ScaleServer implements AutoCloseable {

  /** What a process of the operator calls itself here. */
  static final String OPERATOR_AGENT = "operator-under-test";

  private static final String POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [ResponseStarted, ResponseComplete, Panic]
      rules:
        - level: None
          resources: [{resources: [pods/status, statefulsets/status]}]
        - level: Metadata
      """;

  private final Path folder;
  private final KubeAPIServer server;
  private boolean closed;

  ScaleServer(Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("policy.yaml"), POLICY);
    server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(System.getProperty("envtest"))
                .withApiServerVersion(System.getProperty("kubernetes.version"))
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .withWaitForEtcdHealthCheckOnStartup(true)
                .withStartupTimeout((int) Duration.ofMinutes(2).toMillis())
                .withApiServerFlags(
                    List.of(
                        "--audit-policy-file=" + folder.resolve("policy.yaml"),
                        "--audit-log-path=" + audit()))
                .build());
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    Files.writeString(kubeConfig(), server.getKubeConfigYaml());
    try (KubernetesClient client = client("install")) {
      ServiceAddresses.add(client);
      install(client);
    }
  }

  /** What a process needs to be the administrator of it. */
  Path kubeConfig() {
    return folder.resolve("kubeconfig");
  }

  KubernetesClient client(String userAgent) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.fromKubeconfig(server.getKubeConfigYaml()))
                .withUserAgent(userAgent)
                .build())
        .build();
  }

  /** Creates a namespace. */
  static void namespace(KubernetesClient client, String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  /** The requests of the operator from now on. */
  Calls calls() throws IOException {
    return new Calls(Files.size(audit()));
  }

  /** Requests of the operator since a moment, as "verb resource". */
  final class Calls {

    private final long from;

    private Calls(long from) {
      this.from = from;
    }

    /** How often each was made, without those that keep the lease of the leader. */
    SortedMap<String, Long> counts() throws IOException {
      try (var stream = Files.newInputStream(audit())) {
        stream.skipNBytes(from);
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
            .lines()
            .filter(line -> line.contains("\"userAgent\":\"" + OPERATOR_AGENT + "\""))
            .filter(line -> line.endsWith("}")) // The last one may not be whole yet.
            .map(AuditEvent::parse)
            .map(AuditEvent::describe)
            .filter(call -> !call.endsWith(" leases"))
            .collect(Collectors.groupingBy(call -> call, TreeMap::new, Collectors.counting()));
      }
    }
  }

  private Path audit() {
    return folder.resolve("audit.log");
  }

  private static void install(KubernetesClient client) throws IOException {
    try (var file = Files.newInputStream(Path.of("crds/natstokenauths.natstoken.dev-v1.yml"))) {
      client.resource(client.resources(CustomResourceDefinition.class).load(file).item()).create();
    }
    Awaitility.await("the CRD is served")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsMatching(KubernetesClientException.class::isInstance)
        .until(() -> client.resources(NatsTokenAuth.class).inAnyNamespace().list() != null);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      server.stop();
    }
  }
}
