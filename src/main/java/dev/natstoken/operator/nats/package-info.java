/**
 * NATS itself, room by room: {@code token}, {@code config}, {@code tls}, {@code probe}, {@code
 * foreign}. Nothing here knows Kubernetes or anything else of ours.
 */
package dev.natstoken.operator.nats;
