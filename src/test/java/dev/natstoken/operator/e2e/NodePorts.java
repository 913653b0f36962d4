package dev.natstoken.operator.e2e;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Ports of Services at the node, whose rules come a moment after the Service. */
final class NodePorts {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private NodePorts() {}

  /** Waits until somebody listens there. */
  static void await(String host, int port) {
    Awaitility.await(host + ":" + port)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> {
          try (Socket connected = new Socket(host, port)) {
            return connected.isConnected();
          }
        });
  }
}
