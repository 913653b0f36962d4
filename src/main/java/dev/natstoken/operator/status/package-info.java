/**
 * From what was seen to what is reported: conditions after kstatus, the rest of the status, and
 * when to look again. Nothing here talks to anybody; the clock is handed in.
 */
package dev.natstoken.operator.status;
