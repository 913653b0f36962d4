package dev.natstoken.operator.apiserver;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A webhook that all writes of a namespace wait for, since it takes connections and says nothing.
 */
final class SilentWebhook implements AutoCloseable {

  private static final int BACKLOG = 1000;
  private static final int WAIT_SECONDS = 10;

  private final KubernetesClient client = ApiServer.get().client();
  private final ServerSocket listener =
      new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
  private final List<Socket> asked = Collections.synchronizedList(new ArrayList<>());
  private final String name;

  SilentWebhook(String namespace) throws IOException {
    name = "silent-" + namespace;
    Thread.ofVirtual().start(this::accept);
    client
        .resource(
            new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addNewWebhook()
                .withName("silent.example.com")
                .withAdmissionReviewVersions("v1")
                .withSideEffects("None")
                .withFailurePolicy("Fail")
                .withTimeoutSeconds(WAIT_SECONDS)
                .withNewNamespaceSelector()
                .addToMatchLabels("kubernetes.io/metadata.name", namespace)
                .endNamespaceSelector()
                .withNewClientConfig()
                .withUrl("https://127.0.0.1:" + listener.getLocalPort() + "/")
                .endClientConfig()
                .addNewRule()
                .withApiGroups("", "apps", "policy", "networking.k8s.io")
                .withApiVersions("*")
                .withResources("*")
                .withOperations("CREATE", "UPDATE")
                .withScope("Namespaced")
                .endRule()
                .endWebhook()
                .build())
        .create();
  }

  /** How many connections it got. */
  int asked() {
    return asked.size();
  }

  /** Takes no more connections, so that writes fail at once. */
  void refuse() throws IOException {
    listener.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        asked.add(listener.accept());
      } catch (IOException e) {
        return; // It was closed.
      }
    }
  }

  @Override
  public void close() throws IOException {
    client.admissionRegistration().v1().validatingWebhookConfigurations().withName(name).delete();
    listener.close();
    for (Socket socket : List.copyOf(asked)) {
      socket.close();
    }
  }
}
