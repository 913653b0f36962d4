/**
 * The two passes: over servers of our own and over attached ones. They observe, prove, decide,
 * apply and report, by what the other packages offer. Only main may import this package.
 */
package dev.natstoken.operator.reconciler;
