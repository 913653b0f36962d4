/** A proxy in front of a real API server that breaks what passes it, at command. */
package dev.natstoken.operator.faults;
