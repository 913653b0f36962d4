/**
 * Servers that somebody else runs: what their StatefulSet, their configuration and their command
 * line say, and how far they are. Nothing here has a client, a clock or randomness.
 */
package dev.natstoken.operator.attached;
