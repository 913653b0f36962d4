/**
 * NATS itself: tokens, their hashes, the text of the servers' configuration, its digest, and the
 * proof that a server runs it. Nothing here knows Kubernetes; randomness is injected.
 */
package dev.natstoken.operator.nats;
