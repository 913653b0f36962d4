/**
 * What the cluster should hold for one {@code NatsTokenAuth}: one builder per object, each a pure
 * function of a {@link dev.natstoken.operator.desired.ServerSet} and of the credentials. Nothing
 * here knows a client, a clock or randomness, so equal input gives an equal object. API defaults
 * that server-side apply would compare are spelled out.
 */
package dev.natstoken.operator.desired;
