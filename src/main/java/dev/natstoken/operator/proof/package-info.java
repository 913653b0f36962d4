/**
 * The proof: what is expected of each server, the asking, and what the servers showed. Nothing here
 * knows the API server. This is where servers are talked to.
 */
package dev.natstoken.operator.proof;
