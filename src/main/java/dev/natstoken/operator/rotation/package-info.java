/**
 * How a token changes: from what was observed to what the token Secret should say next ({@link
 * dev.natstoken.operator.rotation.TokenRules}) and how far the servers may go ({@link
 * dev.natstoken.operator.rotation.ShapeRules}). Nothing here has a client, a clock or randomness,
 * or remembers anything from one call to the next.
 */
package dev.natstoken.operator.rotation;
