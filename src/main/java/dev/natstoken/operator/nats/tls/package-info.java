/**
 * Certificates and keys as they stand in PEM files, judged as nats-server and its clients judge
 * them. Nothing here opens a connection.
 */
package dev.natstoken.operator.nats.tls;
