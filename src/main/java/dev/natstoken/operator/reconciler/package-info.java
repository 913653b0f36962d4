/**
 * The loop: observe, resolve the credentials, decide, apply, prove, report. This is the only
 * package that reads and writes the cluster for a resource; what it writes is decided by the pure
 * packages.
 */
package dev.natstoken.operator.reconciler;
