package dev.natstoken.operator.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** What breaks in the development cluster, for real. Each returns when it is over. */
enum WorldFault {
  NONE {
    @Override
    void happen(InstalledOperator operator, TestServers servers) {}
  },
  LEADER_KILLED {
    @Override
    void happen(InstalledOperator operator, TestServers servers) {
      String dead = operator.leader();
      operator.kill(dead);
      awaitAnotherLeader(operator, dead);
    }
  },
  /** As a machine does that swaps: it goes on later with what it had decided, and leads no more. */
  LEADER_STOPPED {
    @Override
    void happen(InstalledOperator operator, TestServers servers) {
      String stopped = operator.leader();
      Pod pod =
          operator.pods().stream()
              .filter(p -> p.getMetadata().getName().equals(stopped))
              .findFirst()
              .orElseThrow();
      during(
          ContainerProcess.ofOperator(pod),
          () -> {
            awaitAnotherLeader(operator, stopped);
            operator.keepLog(pod);
          });
    }
  },
  API_SERVER_STOPPED {
    @Override
    void happen(InstalledOperator operator, TestServers servers) {
      int port = operator.client().getMasterUrl().getPort();
      during(ContainerProcess.ofApiServer(port), () -> pause(Duration.ofSeconds(15)));
      Awaitility.await("the API server answers")
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptionsMatching(KubernetesClientException.class::isInstance)
          .until(() -> servers.get() != null);
    }
  },
  SERVER_KILLED {
    @Override
    void happen(InstalledOperator operator, TestServers servers) {
      ContainerProcess.ofServer(servers.pods().getFirst()).signal("KILL");
      pause(Duration.ofSeconds(2));
    }
  },
  SERVER_STOPPED {
    @Override
    void happen(InstalledOperator operator, TestServers servers) {
      during(
          ContainerProcess.ofServer(servers.pods().getFirst()), () -> pause(Duration.ofSeconds(8)));
    }
  };

  abstract void happen(InstalledOperator operator, TestServers servers);

  private static void during(ContainerProcess process, Runnable meanwhile) {
    process.signal("STOP");
    try {
      meanwhile.run();
    } finally {
      process.signal("CONT");
    }
  }

  private static void awaitAnotherLeader(InstalledOperator operator, String former) {
    Awaitility.await("another leader")
        .atMost(Duration.ofMinutes(1))
        .until(() -> !former.equals(operator.leader()));
  }

  /** The length of a fault, which nothing else tells the end of. */
  private static void pause(Duration length) {
    LockSupport.parkNanos(length.toNanos());
  }
}
