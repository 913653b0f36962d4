/**
 * The language of nats.conf, as nats-server's own package {@code conf} reads it, for configurations
 * that somebody else wrote. The steps of its lexer are those of the NATS Authors, under the Apache
 * License 2.0 (NOTICE). Nothing of a value is kept, and nothing here reads a file by itself.
 */
package dev.natstoken.operator.nats.foreign;
