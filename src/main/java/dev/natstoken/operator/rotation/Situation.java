package dev.natstoken.operator.rotation;

import java.time.Instant;
import java.util.Optional;

/**
 * Everything that the next state of the token follows from.
 *
 * @param stored what the token Secret says; empty if there is no Secret, or its token is blank
 * @param set the servers, if there are any
 * @param seed uid of the resource
 */
public record Situation(
    Optional<TokenState> stored,
    Configured configured,
    Wish wish,
    Optional<SetView> set,
    Instant now,
    String seed) {}
