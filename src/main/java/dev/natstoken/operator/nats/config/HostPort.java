package dev.natstoken.operator.nats.config;

/**
 * A host and a port as they stand in URLs. This is the one place where they are joined: an IPv6
 * address needs brackets there.
 */
public record HostPort(String host, int port) {

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
