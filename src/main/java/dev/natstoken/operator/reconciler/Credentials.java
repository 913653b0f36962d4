package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.nats.Token;

/**
 * The token that the servers of one resource are protected with.
 *
 * @param generation number of the token; grows by one with every new one
 */
record Credentials(Token token, long generation) {}
