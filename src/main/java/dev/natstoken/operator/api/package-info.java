/**
 * The custom resource {@code NatsTokenAuth} as users write and read it: types, validation rules and
 * the descriptions from which the CRD is generated. No behaviour beyond the documented defaults
 * lives here, and nothing here talks to a cluster.
 */
package dev.natstoken.operator.api;
