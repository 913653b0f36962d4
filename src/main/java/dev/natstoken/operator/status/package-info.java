/**
 * From what was seen to what is reported: conditions after kstatus, the rest of the status, and
 * when to look again, as pure functions with a clock given. Nothing here talks to anybody.
 */
package dev.natstoken.operator.status;
