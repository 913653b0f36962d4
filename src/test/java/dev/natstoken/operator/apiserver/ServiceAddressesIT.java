package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tests never run out of addresses for the Services that they leave behind. */
@Tag("api")
class ServiceAddressesIT {

  /** More than the range that the API server begins with. */
  private static final int MANY = 260;

  @Test
  void moreServicesThanTheFirstRangeHoldsHaveAnAddress() {
    KubernetesClient client = ApiServer.get().client();
    try (TestNamespace namespace = new TestNamespace()) {
      assertThatCode(() ->
              IntStream.range(0, MANY)
                  .forEach(i -> client.resource(service(namespace.name(), i)).create()))
          .doesNotThrowAnyException();
      client.services().inNamespace(namespace.name()).delete();
    }
  }

  private static Service service(String namespace, int number) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("s" + number)
        .endMetadata()
        .withNewSpec()
        .addNewPort()
        .withPort(4222)
        .endPort()
        .endSpec()
        .build();
  }
}
