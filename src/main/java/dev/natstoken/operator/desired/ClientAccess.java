package dev.natstoken.operator.desired;

import java.util.Optional;

/**
 * How clients reach the servers.
 *
 * @param tls whether over TLS
 * @param external host and port for those outside of the Kubernetes cluster
 * @param authority the certificate of whoever vouches for the servers, in PEM form
 */
public record ClientAccess(boolean tls, Optional<String> external, Optional<String> authority) {

  public String scheme() {
    return tls ? "tls" : "nats";
  }
}
