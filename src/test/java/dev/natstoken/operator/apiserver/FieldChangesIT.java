package dev.natstoken.operator.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A spec leads to one state, whatever was there before: nothing of an earlier spec is left over.
 */
@Tag("api")
@ResourceLock(value = MonitoringCrds.LOCK, mode = ResourceAccessMode.READ)
class FieldChangesIT {

  @BeforeAll
  static void haveThePodMonitorsKnown() {
    MonitoringCrds.install(ApiServer.get().client());
  }

  static Set<String> names() {
    Set<String> names = new TreeSet<>(Specs.all().keySet());
    names.remove(Specs.LISTENERS);
    return names;
  }

  @ParameterizedTest
  @MethodSource("names")
  void afterAllOtherSpecsTheObjectsAreThoseOfAFreshResource(String name) {
    Map<String, Map<String, Object>> specs = Specs.all();
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.putSecret(Specs.SECRET, Specs.KEY, Specs.TOKEN);
      namespace.certificates().put(Specs.CERTIFICATE);
      namespace.startOperator();
      // One token for all, so that only the specs differ.
      namespace.apply(withToken(specs.get(name)));
      namespace.awaitReady();
      Map<String, ObjectNode> fresh = namespace.contents();
      specs.forEach((other, spec) -> passThrough(namespace, spec));
      // Last the one with the most to leave over.
      passThrough(namespace, Specs.everyField());
      namespace.apply(withToken(specs.get(name)));
      namespace.awaitReady();
      TestNamespace.await(name + " after all others")
          .untilAsserted(() -> namespace.assertContents(fresh));
    }
  }

  /** No server is to be started on a spec that is only passed. */
  private static void passThrough(TestNamespace namespace, Map<String, Object> spec) {
    namespace.apply(withToken(spec));
    namespace.awaitObserved();
  }

  private static Map<String, Object> withToken(Map<String, Object> spec) {
    Map<String, Object> all = new java.util.HashMap<>(spec);
    all.put("token", Specs.everyField().get("token"));
    return all;
  }
}
