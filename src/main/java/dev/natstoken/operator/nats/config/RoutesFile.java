package dev.natstoken.operator.nats.config;

/**
 * A file with the cluster block, beside nats.conf, which includes it.
 *
 * @param text with the password of the routes
 */
public record RoutesFile(String name, String text) {

  /** The same with TLS between the servers. */
  public RoutesFile withTls() {
    return new RoutesFile(nameWithTls(name), RoutesConfig.withTls(text));
  }

  public static String nameWithTls(String name) {
    return name.replace(".conf", "-tls.conf");
  }

  /** Without the password. */
  @Override
  public String toString() {
    return name;
  }
}
