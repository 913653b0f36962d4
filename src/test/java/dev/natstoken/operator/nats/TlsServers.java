package dev.natstoken.operator.nats;

import dev.natstoken.operator.TestAuthority;
import dev.natstoken.operator.TestCertificate;
import dev.natstoken.operator.nats.probe.ServerProbe.Endpoint;
import dev.natstoken.operator.nats.tls.ServerCertificate;
import dev.natstoken.operator.nats.tls.TlsLogin;
import java.nio.file.Path;
import java.util.Optional;

/** Certificates for servers of the tests, which are reached by their address only. */
public final class TlsServers {

  static final String HOST = "orders-nats-0.orders-nats-headless.shop.svc";

  static final TestAuthority AUTHORITY = new TestAuthority("authority");

  private static final TestCertificate CERTIFICATE = AUTHORITY.issue(HOST, "localhost");

  private TlsServers() {}

  /** Puts the files of a certificate where the configuration names them. */
  static void write(Path folder) {
    write(folder, CERTIFICATE);
  }

  static void write(Path folder, TestCertificate certificate) {
    certificate.write(folder.resolve("tls"));
    certificate.write(folder.resolve("routes-tls"));
  }

  static Endpoint endpoint(RunningServer server) {
    return endpoint(server, TlsLogin.to(read(CERTIFICATE), HOST));
  }

  static Endpoint endpoint(RunningServer server, TlsLogin login) {
    Endpoint plain = server.endpoint();
    return new Endpoint(plain.host(), plain.clientPort(), plain.monitorPort(), Optional.of(login));
  }

  static ServerCertificate read(TestCertificate certificate) {
    return ServerCertificate.read(
        certificate.tlsCrt(), certificate.tlsKey(), Optional.of(certificate.caCrt()));
  }
}
