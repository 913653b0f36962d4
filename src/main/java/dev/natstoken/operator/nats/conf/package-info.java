/**
 * The language of nats.conf, as nats-server's own package {@code conf} reads it, for configurations
 * that somebody else wrote.
 */
package dev.natstoken.operator.nats.conf;
