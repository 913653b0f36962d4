/**
 * From what was seen to what is reported: conditions after kstatus and the rest of the status, as
 * pure functions with an injected clock. Nothing here reads or writes a cluster.
 */
package dev.natstoken.operator.status;
