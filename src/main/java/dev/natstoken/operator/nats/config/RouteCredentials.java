package dev.natstoken.operator.nats.config;

import dev.natstoken.operator.nats.token.TokenGenerator;

/** User and password with which the servers of one set know each other. */
public record RouteCredentials(String user, String password) {

  public static RouteCredentials generate(TokenGenerator generator) {
    return new RouteCredentials("routes", generator.generate().value());
  }

  @Override
  public String toString() {
    return "RouteCredentials[redacted]";
  }
}
