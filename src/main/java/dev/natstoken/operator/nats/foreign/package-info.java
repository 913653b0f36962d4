/**
 * The language of nats.conf, as nats-server's own package {@code conf} reads it, for configurations
 * that somebody else wrote. Nothing here writes. The steps of its lexer are those of the NATS
 * Authors, under the Apache License 2.0.
 */
package dev.natstoken.operator.nats.foreign;
