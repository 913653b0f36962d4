package dev.natstoken.operator.observed;

/** The pod that a client runs in. */
public record ClientPod(String namespace, String name) {}
