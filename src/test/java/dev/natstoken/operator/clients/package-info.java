/**
 * Real clients in their default options, one process each, and what they live through while tokens
 * change. Their programs, but for the Java one, are in {@code src/test/clients}.
 */
package dev.natstoken.operator.clients;
