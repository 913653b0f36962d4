/**
 * The API server: reading through caches, writing without need for none, and turning refusals into
 * problems. Nothing here knows proofs, rotations or what an attached server is.
 */
package dev.natstoken.operator.kube;
