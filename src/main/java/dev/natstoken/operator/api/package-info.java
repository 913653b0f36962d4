/**
 * The custom resource {@code NatsTokenAuth} as users write and read it: types, validation rules,
 * defaults and the descriptions from which the CRD is generated. Nothing here talks to a cluster or
 * knows anything else of ours.
 */
package dev.natstoken.operator.api;
