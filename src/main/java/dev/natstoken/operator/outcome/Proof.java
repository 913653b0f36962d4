package dev.natstoken.operator.outcome;

import java.util.Collection;
import java.util.Comparator;

/** What the logins at the ready servers showed. */
public sealed interface Proof {

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

  /** Whether the servers count as serving: to ask them again would not show more. */
  default boolean suffices() {
    return switch (this) {
      case Proved _, Unreachable _ -> true;
      case Pending _, Joining _, Failed _, Open _ -> false;
    };
  }

  /** The same; where a server answered otherwise than it should, this is put after its answer. */
  default Proof withHint(String hint) {
    return switch (this) {
      case Failed(String message) -> new Failed(message + hint);
      case Open(String message) -> new Open(message + hint);
      case Proved _, Pending _, Joining _, Unreachable _ -> this;
    };
  }

  /** The worst of these: an open server before a wrong one, before one that is not there. */
  static Proof worst(Collection<Proof> proofs) {
    return proofs.stream().max(Comparator.comparingInt(Proof::badness)).orElse(new Proved());
  }

  private int badness() {
    return switch (this) {
      case Open _ -> 5;
      case Failed _ -> 4;
      case Pending _ -> 3;
      case Joining _ -> 2;
      case Unreachable _ -> 1;
      case Proved _ -> 0;
    };
  }
}
