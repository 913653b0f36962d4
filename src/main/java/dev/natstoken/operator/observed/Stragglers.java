package dev.natstoken.operator.observed;

import dev.natstoken.operator.nats.config.NatsPorts;
import dev.natstoken.operator.nats.probe.ClientConnection;
import dev.natstoken.operator.nats.probe.ServerProbe;
import dev.natstoken.operator.nats.probe.ServerProbe.Connections;
import dev.natstoken.operator.nats.probe.ServerProbe.Endpoint;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.reconciler.ReconcilerContext;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * The clients of the servers that still have the former token: whoever is connected there uses it.
 *
 * @param count how many there are; empty if a server does not say
 * @param some up to {@link #SHOWN} of them, always in the same order
 */
public record Stragglers(OptionalInt count, List<ClientConnection> some) {

  public static final Stragglers UNKNOWN = new Stragglers(OptionalInt.empty(), List.of());

  private static final int SHOWN = 20;

  /** What a client calls itself may be long, and is for people to read. */
  private static final int LONGEST_NAME = 64;

  /**
   * Asks these servers, side by side.
   *
   * @param known tokens that no client's name may bring into the status
   */
  public static Stragglers on(List<Pod> servers, List<Token> known, ReconcilerContext shared) {
    ServerProbe probe = new ServerProbe();
    List<CompletableFuture<Connections>> answers =
        servers.stream().map(pod -> shared.background(() -> ask(pod, probe))).toList();
    int count = 0;
    boolean complete = true;
    List<ClientConnection> all = new ArrayList<>();
    for (CompletableFuture<Connections> each : answers) {
      Connections connections = each.join();
      complete = complete && connections != null;
      if (connections != null) {
        count += connections.count();
        all.addAll(connections.clients());
      }
    }
    List<ClientConnection> some =
        all.stream()
            .map(client -> shown(client, known))
            .sorted(
                Comparator.comparing(ClientConnection::name)
                    .thenComparing(ClientConnection::ip)
                    .thenComparing(ClientConnection::language)
                    .thenComparing(ClientConnection::version))
            .limit(SHOWN)
            .toList();
    return new Stragglers(complete ? OptionalInt.of(count) : OptionalInt.empty(), some);
  }

  private static ClientConnection shown(ClientConnection client, List<Token> known) {
    return new ClientConnection(
        shown(client.name(), known),
        client.ip(),
        shown(client.language(), known),
        shown(client.version(), known));
  }

  private static String shown(String text, List<Token> known) {
    if (known.stream().anyMatch(token -> token.standsIn(text))) {
      return "(holds the token)";
    }
    return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME - 1) + "…";
  }

  private static Connections ask(Pod pod, ServerProbe probe) {
    try {
      return probe.connections(
          new Endpoint(pod.getStatus().getPodIP(), NatsPorts.CLIENTS, NatsPorts.MONITOR));
    } catch (IOException e) {
      return null;
    }
  }
}
