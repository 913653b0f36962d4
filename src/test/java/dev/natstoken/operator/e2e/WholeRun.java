package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * What is looked at when the last class is through, be it one of one or of all: that no token is
 * where it must not be, that no watch ended the operator, and that it has the rights that it needs.
 * What it finds fails the run.
 */
final class WholeRun implements BeforeAllCallback {

  private static final Namespace NAMESPACE = Namespace.create(WholeRun.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Ending.class, key -> new Ending(), Ending.class)
        .ran
        .add(context.getRequiredTestClass());
  }

  /** JUnit closes it after all classes. */
  private static final class Ending implements AutoCloseable {

    private final Set<Class<?>> ran = ConcurrentHashMap.newKeySet();

    @Override
    public void close() throws IOException {
      try (KubernetesClient client = new KubernetesClientBuilder().build()) {
        try {
          TokenLeaks.assertNone(client);
          assertThat(InstalledOperator.outputs())
              .as("what an operator says that ends by itself")
              .noneMatch(output -> output.contains("Fatal error in informer"));
          boolean complete = ran.equals(all());
          if (complete) {
            assertThat(SeenTokens.all()).as("tokens that were looked for").hasSizeGreaterThan(50);
          }
          if (OperatorRights.canBeSeen()) {
            lookAtRights(client, complete);
          }
        } finally {
          TestServers.removeNamespaces(client);
        }
      }
    }

    private static void lookAtRights(KubernetesClient client, boolean complete) throws IOException {
      OperatorRights rights = OperatorRights.inUse();
      rights.assertNoneIsMissing();
      if (complete) {
        rights.assertEachIsUsed(client);
      }
    }

    private static Set<Class<?>> all() {
      return ReflectionSupport.findAllClassesInPackage(
              WholeRun.class.getPackageName(),
              c -> AnnotationSupport.isAnnotated(c, EndToEnd.class),
              name -> true)
          .stream()
          .collect(Collectors.toSet());
    }
  }
}
