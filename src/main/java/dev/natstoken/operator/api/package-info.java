/**
 * The custom resources {@code NatsTokenAuth} and {@code NatsTokenAccess} as users write and read
 * them: types, validation rules, defaults and the descriptions from which the CRDs are generated.
 * Nothing here talks to a cluster or knows anything else of ours.
 */
package dev.natstoken.operator.api;
