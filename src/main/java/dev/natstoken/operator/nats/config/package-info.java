/**
 * The text of the configuration that our servers read, and its digest, as nats-server computes it.
 * All text goes through a typed serializer and is parsed back. Nothing here talks to a server.
 */
package dev.natstoken.operator.nats.config;
