/**
 * Kubernetes Events about a resource: the reasons as an enum, and the publisher. An Event that
 * cannot be written is logged and otherwise ignored; none carries a token or a hash.
 */
package dev.natstoken.operator.events;
