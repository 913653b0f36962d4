/**
 * Tokens, and the bcrypt hashes that servers hold of them. Randomness is injected. Nothing here
 * knows a configuration file, a server or Kubernetes.
 */
package dev.natstoken.operator.nats.token;
