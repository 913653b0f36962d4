/**
 * The pass over accesses: it reads, decides by the rules of {@code access}, writes the Secret and
 * reports. Nothing here is imported but by main, or talks to a server.
 */
package dev.natstoken.operator.reconciler.access;
