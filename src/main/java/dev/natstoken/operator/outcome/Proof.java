package dev.natstoken.operator.outcome;

import java.util.Collection;
import java.util.Comparator;

/** What the logins at the ready servers showed. */
public sealed interface Proof {

  /** Whether it lets a rotation go on: proved, or as good as it can be told from here. */
  default boolean counts() {
    return this instanceof Proved || this instanceof Unreachable;
  }

  /** The worst counts: an open server before a wrong one, before one that is not there. */
  static Proof worst(Collection<Proof> proofs) {
    return proofs.stream().max(Comparator.comparingInt(Proof::rank)).orElse(new Proved());
  }

  private static int rank(Proof proof) {
    return switch (proof) {
      case Proved _ -> 0;
      case Unreachable _ -> 1;
      case Joining _ -> 2;
      case Pending _ -> 3;
      case Failed _ -> 4;
      case Open _ -> 5;
    };
  }

  /** Every server lets in the token and nothing else, on the configuration that was rendered. */
  record Proved() implements Proof {}

  /** Not every server was asked yet, or not every server is ready. */
  record Pending() implements Proof {}

  /** Every server is proved, but not every one has routes to all others; asked again soon. */
  record Joining() implements Proof {}

  /** A server answered otherwise than it should; asked again soon. */
  record Failed(String message) implements Proof {}

  /** The servers cannot be reached from where the operator runs; readiness alone decides. */
  record Unreachable(String message) implements Proof {}

  /** A server lets in clients without a token. */
  record Open(String message) implements Proof {}
}
