/**
 * The two passes, over servers of our own and over attached ones: they observe, prove, decide,
 * apply and report, by what the other packages offer. Nothing here is imported but by main.
 */
package dev.natstoken.operator.reconciler;
