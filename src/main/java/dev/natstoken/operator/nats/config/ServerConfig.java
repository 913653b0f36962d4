package dev.natstoken.operator.nats.config;

import java.util.Optional;

/**
 * What a user may decide about a server. Every value is typed: no text of a user reaches nats.conf.
 *
 * @param authTimeoutSeconds how long a client may take to present its token, and for TLS before it
 * @param settings the others. A listener is there if its port is; none has an authorization of its
 *     own, so the token applies
 * @param alone whether it stores and has no other servers. Such a one must not have a cluster
 *     block: it would wait for others for ever before it stores anything
 */
public record ServerConfig(
    int authTimeoutSeconds, Settings settings, Optional<Tls> tls, boolean alone) {

  /**
   * TLS for all that clients reach.
   *
   * @param verifyClients whether a client needs a certificate besides the token
   * @param routes whether the servers need TLS among themselves too
   */
  public record Tls(boolean verifyClients, boolean routes) {}

  public boolean routesTls() {
    return tls.filter(Tls::routes).isPresent();
  }
}
