package dev.natstoken.operator.nats.probe;

/**
 * A client that is connected to a server, as /connz tells of it.
 *
 * @param name the name that the client gave itself, or its client id with MQTT; empty if none
 * @param language of its library, mqtt for a client of MQTT, empty if unknown
 * @param version of its library, empty if unknown
 */
public record ClientConnection(String name, String ip, String language, String version) {}
