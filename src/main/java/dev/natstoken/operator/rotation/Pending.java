package dev.natstoken.operator.rotation;

import dev.natstoken.operator.nats.token.Token;
import java.util.Optional;

/**
 * A token that was chosen but is not published: nobody has used it yet.
 *
 * @param request the value of the annotation that asked for it, if that is the cause
 */
public record Pending(Token token, Cause cause, Optional<String> request) {}
