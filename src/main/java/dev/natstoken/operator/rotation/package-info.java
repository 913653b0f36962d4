/**
 * How a token changes: from what was observed to what the token Secret should say next ({@link
 * dev.natstoken.operator.rotation.TokenRules}) and how far the servers may go ({@link
 * dev.natstoken.operator.rotation.ShapeRules}). Pure functions over small records: no client, no
 * clock, no randomness, nothing remembered from one call to the next.
 */
package dev.natstoken.operator.rotation;
