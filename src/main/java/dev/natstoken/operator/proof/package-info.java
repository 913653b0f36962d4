/**
 * The proof: what is expected of each server, the asking, and what the servers showed. This is
 * where servers are talked to. Nothing here knows the API server.
 */
package dev.natstoken.operator.proof;
