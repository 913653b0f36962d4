package dev.natstoken.operator.outcome;

/**
 * Something that the operator cannot mend by itself, for the user to read.
 *
 * @param message what is wrong, where, and what to do; never a token
 */
public record Problem(Reason reason, String message) {}
