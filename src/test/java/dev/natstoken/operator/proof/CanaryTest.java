package dev.natstoken.operator.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.probe.ServerProbe;
import dev.natstoken.operator.nats.probe.StandIn;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.observed.Expectation;
import dev.natstoken.operator.observed.SeenServers;
import dev.natstoken.operator.outcome.Proof;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers of others that hang keep nobody else from being proved. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CanaryTest {

  private static final int HOSTILE = 16;

  private static final Token TOKEN = Token.of("a-real-token-0123456789");

  private final Prover prover =
      new Prover(
          new ServerProbe(),
          Clock.systemUTC(),
          Duration.ofMinutes(5),
          q -> Thread.ofVirtual().start(q),
          _ -> {});

  @Test
  void whileSixteenSetsHangAnotherIsProvedWithinItsNormalTime() throws Exception {
    List<StandIn> standIns = new ArrayList<>();
    StandIn.Manner server =
        (self, client) -> {
          self.say(client, "INFO {\"server_id\":\"S\",\"client_id\":1}\r\n");
          String connect = self.listen(client);
          self.say(
              client,
              connect.contains(TOKEN.value()) ? "PONG\r\n" : "-ERR 'Authorization Violation'\r\n");
        };
    try (StandIn canary = StandIn.with(server);
        var passes = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(timed(() -> prove("warm", canary))).isLessThan(Duration.ofSeconds(3));
      List<Future<?>> hostile = new ArrayList<>();
      for (int i = 0; i < HOSTILE; i++) {
        StandIn trickling = StandIn.with(StandIn.trickles("INFO {"));
        standIns.add(trickling);
        String set = "hostile-" + i;
        hostile.add(passes.submit(() -> prove(set, trickling)));
      }
      Duration took =
          timed(() ->
              assertThat(prove("canary", canary).proofs().values())
                  .containsExactly(new Proof.Proved()));
      assertThat(took).isLessThan(Duration.ofSeconds(1));
      Instant begin = Instant.now();
      for (Future<?> pass : hostile) {
        pass.get();
      }
      assertThat(Duration.between(begin, Instant.now()))
          .as("the passes over the hostile ones end too")
          .isLessThan(Questions.PATIENCE.plusSeconds(2));
      assertThat(timed(() -> prove("hostile-0", standIns.get(0))))
          .isLessThan(Questions.PATIENCE.plusSeconds(1));
    } finally {
      for (StandIn standIn : standIns) {
        standIn.close();
      }
    }
  }

  private SeenServers prove(String set, StandIn at) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(set + "-0")
            .withUid(set)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .addNewPort()
            .withName("nats")
            .withContainerPort(at.port())
            .endPort()
            .endContainer()
            .endSpec()
            .withNewStatus()
            .withPodIP("127.0.0.1")
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .endCondition()
            .endStatus()
            .build();
    return prover.prove(
        SeenServers.unasked(List.of(pod), Instant.now(), false),
        p ->
            Optional.of(
                new Expectation(p, Optional.empty(), Optional.of(TOKEN), Optional.empty(), "")));
  }

  private static Duration timed(Runnable work) {
    Instant begin = Instant.now();
    work.run();
    return Duration.between(begin, Instant.now());
  }
}
