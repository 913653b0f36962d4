/**
 * Kubernetes Events and gauges about a resource: the reasons as an enum, the publisher, and what of
 * two statuses is worth one. An Event that cannot be written is logged and otherwise ignored; none
 * carries a token or a hash.
 */
package dev.natstoken.operator.events;
