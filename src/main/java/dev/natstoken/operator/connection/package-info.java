/**
 * The way to the API server: how long a request may take, whether a write may leave, and whether a
 * watch still has another end. Nothing here knows what is asked for.
 */
package dev.natstoken.operator.connection;
