package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Kubectl;
import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.connection.ApiConnection;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/**
 * One kube-apiserver with its etcd for all tests of this JVM, on free ports, with the CRD. It logs
 * every write before it is carried out, with the program that asked for it.
 */
public final class ApiServer {

  static final String OPERATOR_AGENT = "operator-under-test";

  private static ApiServer running;

  private final KubeAPIServer server;
  private final AuditLog audit;
  private final KubernetesClient client;

  public static synchronized ApiServer get() {
    if (running == null) {
      running = new ApiServer();
    }
    return running;
  }

  /**
   * Its clients show a token instead of the certificate that the kubeconfig has: the tests make so
   * many connections that the signatures alone took a fifth of their time.
   */
  private final String administrator = "administrator-" + UUID.randomUUID();

  private ApiServer() {
    String programs = System.getProperty("envtest", "");
    assertThat(programs).as("run this through dev/test api").isNotEmpty();
    Path folder = temporaryFolder();
    audit = AuditLog.in(folder);
    server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(programs)
                .withApiServerVersion(System.getProperty("kubernetes.version"))
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .withWaitForEtcdHealthCheckOnStartup(true)
                .withStartupTimeout((int) Duration.ofMinutes(2).toMillis())
                .withApiServerFlags(audit.flags())
                .withApiServerFlags(List.of("--token-auth-file=" + tokens(folder)))
                .withApiServerFlags(MutatingPolicy.FLAGS)
                .build());
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    client = client("test");
    ServiceAddresses.add(client);
    install();
  }

  private Path tokens(Path folder) {
    try {
      return Files.writeString(
          folder.resolve("tokens.csv"), administrator + ",administrator,1,system:masters\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client of its own, known to the audit log by this name. */
  KubernetesClient client(String userAgent) {
    return client(userAgent, builder -> {});
  }

  KubernetesClient client(String userAgent, Consumer<KubernetesClientBuilder> settings) {
    ConfigBuilder named = new ConfigBuilder(byToken()).withUserAgent(userAgent);
    KubernetesClientBuilder builder =
        userAgent.equals(OPERATOR_AGENT)
            ? ApiConnection.client(ApiConnection.brief(named).build())
            : new KubernetesClientBuilder().withConfig(named.build());
    settings.accept(builder);
    return builder.build();
  }

  /** How to reach it as the administrator, by a certificate, from outside of any proxy. */
  Config config() {
    return Config.fromKubeconfig(server.getKubeConfigYaml());
  }

  private Config byToken() {
    return new ConfigBuilder(config())
        .withClientCertData(null)
        .withClientCertFile(null)
        .withClientKeyData(null)
        .withClientKeyFile(null)
        .withOauthToken(administrator)
        .build();
  }

  /** The client of an operator that reaches the API server by another way. */
  static KubernetesClient operatorClient(ConfigBuilder way) {
    return ApiConnection.client(operatorConfig(way).build()).build();
  }

  static ConfigBuilder operatorConfig(ConfigBuilder way) {
    return ApiConnection.brief(way).withUserAgent(OPERATOR_AGENT);
  }

  /** A client with the rights of a service account and no others. */
  KubernetesClient clientOf(String namespace, String serviceAccount) {
    return ApiConnection.client(
            ApiConnection.brief(new ConfigBuilder(byToken()))
                .withUserAgent(OPERATOR_AGENT)
                .withImpersonateUsername(
                    "system:serviceaccount:" + namespace + ":" + serviceAccount)
                .build())
        .build();
  }

  /** What another program needs to be the administrator of it. */
  public String kubeConfig() {
    return server.getKubeConfigYaml();
  }

  /** kubectl with the plugin, for an administrator whose namespace is this. */
  Kubectl kubectl(String namespace) {
    return new Kubectl(kubeConfig(), namespace);
  }

  /** The client of the tests. */
  public KubernetesClient client() {
    return client;
  }

  AuditLog audit() {
    return audit;
  }

  private void install() {
    List.of(NatsTokenAuth.class, NatsTokenAccess.class).forEach(this::install);
  }

  private void install(Class<? extends HasMetadata> kind) {
    Path path = Path.of("crds", HasMetadata.getFullResourceName(kind) + "-v1.yml");
    try (var file = Files.newInputStream(path)) {
      var crd = client.resources(CustomResourceDefinition.class).load(file).item();
      client.resource(crd).create();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await("the CRD is served")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsMatching(KubernetesClientException.class::isInstance)
        .until(() -> client.resources(kind).inAnyNamespace().list() != null);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory(Path.of("target"), "apiserver").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
