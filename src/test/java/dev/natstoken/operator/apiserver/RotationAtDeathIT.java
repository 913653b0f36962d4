package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.api.NatsTokenAuth;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator dies in mid-rotation, and the next one finds its status wiped. */
@Tag("api")
class RotationAtDeathIT {

  private static final int FEWEST_WRITES = 8;

  /** The fewest that have a first group of more than one. */
  private static final int SERVERS = 4;

  /**
   * So many rotations go on side by side: one after the other they are the longest of all tests.
   */
  private static final int LANES = 4;

  /** What is left of a rotation for all to see. */
  private record End(
      Set<String> secretKeys,
      Set<String> secretMarks,
      int replicas,
      int partition,
      long configurations) {

    static End of(RotatingServers servers) {
      return new End(
          Set.copyOf(servers.secret().getData().keySet()),
          Set.copyOf(servers.secret().getMetadata().getAnnotations().keySet()),
          servers.replicas(),
          servers.partition(),
          servers.configurations());
    }
  }

  private static End undisturbed;

  @BeforeAll
  static void seeHowARotationEnds() {
    undisturbed = rotateUndisturbed();
  }

  static IntStream lanes() {
    return IntStream.range(0, LANES);
  }

  /** Each lane has every fourth write, up to the first that there is not, each in a rotation. */
  @ParameterizedTest
  @MethodSource("lanes")
  void anOperatorThatDiesAfterAnyWriteLeavesARotationThatTheNextOneFinishes(int lane) {
    int deaths = 0;
    try (RotatingServers servers = RotatingServers.serving(SERVERS, "1s")) {
      while (rotateWithDeathAfter(lane + deaths * LANES, servers, deaths + 2)) {
        deaths++;
      }
    }
    // Prepare, three partitions and Publish, the same again for Finish, and the configuration.
    assertThat(deaths).isGreaterThanOrEqualTo(FEWEST_WRITES / LANES);
  }

  private static End rotateUndisturbed() {
    try (RotatingServers servers = RotatingServers.serving(SERVERS, "1s")) {
      servers.request("1");
      servers.awaitOnly(2);
      return End.of(servers);
    }
  }

  /** Returns false when the operator lived to the end of its rotation. */
  private static boolean rotateWithDeathAfter(int writes, RotatingServers servers, int generation) {
    TestNamespace namespace = servers.namespace();
    String former = servers.token();
    namespace.stopOperator();
    servers.request("rotation " + generation);
    MortalClient mortal = MortalClient.after(writes);
    namespace.startOperator(mortal::configure);
    namespace.awaitUntil(
        "death after write " + writes,
        r -> mortal.isDead() || RotatingServers.hasOnly(r, generation));
    namespace.stopOperator();
    AsUser.editStatus(namespace.resource(), RotationAtDeathIT::withoutStatus);
    namespace.startOperator();
    servers.awaitOnly(generation);
    assertThat(servers.accepting(former)).isEmpty();
    assertThat(servers.accepting(servers.token())).hasSize(SERVERS);
    assertThat(End.of(servers)).as("after write " + writes).isEqualTo(undisturbed);
    assertThat(servers.toldGeneration()).isEqualTo(String.valueOf(generation));
    namespace.operator().assertNoneFailed();
    return mortal.isDead();
  }

  private static NatsTokenAuth withoutStatus(NatsTokenAuth resource) {
    resource.setStatus(null);
    return resource;
  }
}
