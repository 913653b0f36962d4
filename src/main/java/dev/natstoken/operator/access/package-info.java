/**
 * The token for other namespaces: who may have it, what a {@code NatsTokenAccess} comes to, and the
 * Secret that it gets, as pure functions. Nothing here has a client, a clock or randomness.
 */
package dev.natstoken.operator.access;
