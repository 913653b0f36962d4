/**
 * The language of nats.conf, as nats-server's own package {@code conf} reads it, for configurations
 * that somebody else wrote. Nothing here reads a file by itself, or keeps a value. The steps of the
 * lexer are those of the NATS Authors, under the Apache License 2.0 (NOTICE).
 */
package dev.natstoken.operator.nats.foreign;
