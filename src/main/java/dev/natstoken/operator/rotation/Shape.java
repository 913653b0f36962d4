package dev.natstoken.operator.rotation;

/**
 * How the StatefulSet should be.
 *
 * @param partition ordinal of the first server that goes over to the template
 * @param templateMayChange whether a template other than the present one may be written now
 */
public record Shape(int replicas, int partition, boolean templateMayChange) {}
