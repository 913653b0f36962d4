/**
 * What was seen of one resource, as pure functions over objects that were read elsewhere: how far a
 * roll is, which configurations stand, what the user brought. Nothing here has a client, a clock or
 * randomness.
 */
package dev.natstoken.operator.observed;
