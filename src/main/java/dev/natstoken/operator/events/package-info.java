/**
 * Kubernetes Events about a resource: the reasons as an enum, the publisher, and what of two
 * statuses is worth one. Nothing here decides, or carries a token or a hash. An Event that cannot
 * be written is logged and otherwise ignored.
 */
package dev.natstoken.operator.events;
