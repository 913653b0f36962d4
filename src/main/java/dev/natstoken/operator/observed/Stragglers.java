package dev.natstoken.operator.observed;

import dev.natstoken.operator.nats.probe.ClientConnection;
import dev.natstoken.operator.nats.probe.ServerProbe.Connections;
import dev.natstoken.operator.nats.token.Token;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The clients of the servers that still have the former token: whoever is connected there uses it.
 *
 * @param count how many there are; empty if a server does not say
 * @param some up to {@link #SHOWN} of them, always in the same order
 */
public record Stragglers(OptionalInt count, List<Straggler> some) {

  public static final Stragglers UNKNOWN = new Stragglers(OptionalInt.empty(), List.of());

  private static final int SHOWN = 20;

  /** What a client calls itself may be long, and is for people to read. */
  private static final int LONGEST_NAME = 64;

  /**
   * From the answers of the servers, of which an empty one is none.
   *
   * @param known tokens that no client's name may bring into the status
   */
  public static Stragglers of(List<Optional<Connections>> answers, List<Token> known) {
    List<Connections> given = answers.stream().flatMap(Optional::stream).toList();
    boolean complete = given.size() == answers.size();
    int count = given.stream().mapToInt(Connections::count).sum();
    List<Straggler> some =
        given.stream()
            .flatMap(c -> c.clients().stream())
            .map(client -> shown(client, known))
            .sorted(
                Comparator.comparing(ClientConnection::name)
                    .thenComparing(ClientConnection::ip)
                    .thenComparing(ClientConnection::language)
                    .thenComparing(ClientConnection::version))
            .limit(SHOWN)
            .map(client -> new Straggler(client, Optional.empty()))
            .toList();
    return new Stragglers(complete ? OptionalInt.of(count) : OptionalInt.empty(), some);
  }

  /**
   * The same clients with their pods.
   *
   * @param byAddress which pod has this address, if that is known
   */
  public Stragglers found(Function<String, Optional<ClientPod>> byAddress) {
    return new Stragglers(
        count,
        some.stream()
            .map(s -> new Straggler(s.client(), byAddress.apply(s.client().ip())))
            .toList());
  }

  private static ClientConnection shown(ClientConnection client, List<Token> known) {
    return new ClientConnection(
        shown(client.name(), known),
        shown(client.ip(), known),
        shown(client.language(), known),
        shown(client.version(), known));
  }

  private static String shown(String text, List<Token> known) {
    if (known.stream().anyMatch(token -> token.standsIn(text))) {
      return "(holds the token)";
    }
    return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME - 1) + "…";
  }
}
