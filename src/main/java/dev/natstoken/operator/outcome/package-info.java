/**
 * What a step can come to: a problem that somebody has to mend, a proof, and the few exceptions.
 * Nothing here imports anything of ours.
 */
package dev.natstoken.operator.outcome;
