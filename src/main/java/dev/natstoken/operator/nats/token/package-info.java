/**
 * Tokens, and the bcrypt hashes that servers hold of them. Nothing here knows a configuration file,
 * a server or Kubernetes. Randomness is injected.
 */
package dev.natstoken.operator.nats.token;
