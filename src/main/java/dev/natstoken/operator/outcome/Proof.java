package dev.natstoken.operator.outcome;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What the logins at the ready servers showed. */
public sealed interface Proof {

  /** Every server lets in the token and nothing else, on the configuration that was rendered. */
  record Proved() implements Proof {}

  /**
   * Not every server was asked yet, or not every server is ready.
   *
   * @param pods those that are waited for, as far as they are there
   */
  record Pending(List<String> pods) implements Proof {

    /** Where nothing is known of them. */
    public Pending() {
      this(List.of());
    }
  }

  /** Every server is proved, but not every one has routes to all others; asked again soon. */
  record Joining(String message) implements Proof {}

  /** A server answered otherwise than it should; asked again soon. */
  record Failed(String message) implements Proof {}

  /** The servers cannot be reached from where the operator runs; readiness alone decides. */
  record Unreachable(String message) implements Proof {}

  /** A server answers but does not tell what it thinks of the token, such as one that is full. */
  record Inconclusive(String message) implements Proof {}

  /** All that can be asked without the token is right; nothing vouches for the place. */
  record Withheld(String message) implements Proof {}

  /** A server lets in clients without a token. */
  record Open(String message) implements Proof {}

  /** Whether the servers count as serving: to ask them again would not show more. */
  default boolean suffices() {
    return this instanceof Proved || undecided();
  }

  /** Whether nothing speaks against a server, and nothing proves it either. */
  default boolean undecided() {
    return switch (this) {
      case Unreachable _, Inconclusive _, Withheld _ -> true;
      case Proved _, Pending _, Joining _, Failed _, Open _ -> false;
    };
  }

  /** Whether a server said something, be it good or bad. */
  default boolean answered() {
    return switch (this) {
      case Proved _, Inconclusive _, Withheld _, Failed _, Open _ -> true;
      case Unreachable _, Pending _, Joining _ -> false;
    };
  }

  /**
   * Whether a token may be published for this: silence of a server that could be asked before is no
   * proof. One that runs the right configuration on a certificate that is not known any more, or
   * not yet, is proved well enough: it could wait for the end of the very rotation that waits for
   * it.
   *
   * @param reached whether the set of this server could be asked
   */
  default boolean allowsToPublish(boolean reached) {
    return switch (this) {
      case Proved _, Withheld _ -> true;
      case Unreachable _, Inconclusive _ -> !reached;
      case Pending _, Joining _, Failed _, Open _ -> false;
    };
  }

  /** The same; where a server answered otherwise than it should, this is put after its answer. */
  default Proof withHint(String hint) {
    return switch (this) {
      case Failed(String message) -> new Failed(message + hint);
      case Open(String message) -> new Open(message + hint);
      case Proved _, Pending _, Joining _, Unreachable _, Inconclusive _, Withheld _ -> this;
    };
  }

  /** The same; where the token was withheld, this is put after it. */
  default Proof withRemedy(String remedy) {
    return this instanceof Withheld(String message) ? new Withheld(message + remedy) : this;
  }

  /** The worst of these: an open server before a wrong one, before one that is not there. */
  static Proof worst(Collection<Proof> proofs) {
    return proofs.stream().max(Comparator.comparingInt(Proof::badness)).orElse(new Proved());
  }

  private int badness() {
    return switch (this) {
      case Open _ -> 7;
      case Failed _ -> 6;
      case Pending _ -> 5;
      case Joining _ -> 4;
      case Unreachable _ -> 3;
      case Inconclusive _ -> 2;
      case Withheld _ -> 1;
      case Proved _ -> 0;
    };
  }
}
