/**
 * The text of the configuration that our servers read, and its digest, as nats-server computes it.
 * Nothing here talks to a server. All text goes through a typed serializer and is parsed back.
 */
package dev.natstoken.operator.nats.config;
