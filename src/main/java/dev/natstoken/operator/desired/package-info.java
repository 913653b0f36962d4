/**
 * What Kubernetes should hold for one {@code NatsTokenAuth}: one builder per object, each a pure
 * function of a {@link dev.natstoken.operator.desired.ServerSet} and of the credentials. Nothing
 * here has a client, a clock or randomness, or knows what was seen. So equal input gives an equal
 * object. API defaults that server-side apply would compare are spelled out.
 */
package dev.natstoken.operator.desired;
