package dev.natstoken.operator.rotation;

import dev.natstoken.operator.nats.token.Token;
import java.util.Optional;

/** The configurations that exist, asked by token. */
public interface Configured {

  /** The number under which this token was configured, if it ever was. */
  Optional<Long> generation(Token token);

  /** Whether any other token was configured, so that servers may let it in. */
  boolean knowsOtherThan(Token token);

  /** The highest number of all, 0 if there is none. */
  long newestGeneration();

  /** The lowest number of all, 0 if there is none, or one without a number. */
  long oldestGeneration();
}
