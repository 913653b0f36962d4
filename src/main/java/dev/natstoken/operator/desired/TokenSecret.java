package dev.natstoken.operator.desired;

import dev.natstoken.operator.nats.config.HostPort;
import dev.natstoken.operator.nats.config.NatsPorts;
import dev.natstoken.operator.nats.config.PercentEncoding;
import dev.natstoken.operator.nats.tls.CertificateFiles;
import dev.natstoken.operator.nats.token.InvalidTokenException;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.rotation.PublishedServers;
import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one object that holds the token in clear, ready to be used by clients. Its keys follow the
 * Service Binding specification for Kubernetes where that has a word for them.
 */
public final class TokenSecret {

  public static final String TOKEN = "token";

  /** All that a client may need to know. The tokens of a rotation that is under way are not. */
  public static final Set<String> FOR_CLIENTS =
      Set.of(
          "type",
          "provider",
          "host",
          "port",
          "servers",
          "url",
          "uri",
          TOKEN,
          CertificateFiles.AUTHORITY);

  private static final String TYPE = "servicebinding.io/nats";

  private TokenSecret() {}

  /**
   * Where servers are.
   *
   * @param servers each of them, as host:port
   * @param host name under which all of them are found
   * @param one name under which only such are found that let in the token
   */
  public record Addresses(List<String> servers, String host, int port, String one) {

    /** Of servers that all let in the same token. */
    public Addresses(List<String> servers, String host, int port) {
      this(servers, host, port, host);
    }
  }

  /**
   * The Secret for a set of this size.
   *
   * @param servers those that it lists
   * @param retain whether the Secret outlives its owner: it then has no owner reference
   * @param access how clients reach the servers
   */
  public static Secret desired(
      Owner owner,
      PublishedServers servers,
      TokenState state,
      boolean retain,
      ClientAccess access) {
    return desired(
        owner,
        new Addresses(
            addresses(owner, servers, access.external()),
            owner.names().serviceHost(owner.namespace()),
            NatsPorts.CLIENTS,
            one(owner, servers, state)),
        state,
        retain,
        access);
  }

  /**
   * The Secret for servers at these addresses.
   *
   * @param access whether they have TLS
   */
  public static Secret desired(
      Owner owner, Addresses addresses, TokenState state, boolean retain, ClientAccess access) {
    Names names = owner.names();
    ObjectMeta metadata =
        retain
            ? owner.unownedMetadata(names.tokenSecret())
            : owner.metadata(names.tokenSecret(), Map.of());
    String userInfo = PercentEncoding.of(state.published().value()) + "@";
    SecretBuilder secret =
        new SecretBuilder()
            .withMetadata(metadata.edit().addToAnnotations(TokenMarks.annotations(state)).build())
            .withType(TYPE)
            .addToData("type", SecretData.encode("nats"))
            .addToData("provider", SecretData.encode(Labels.OPERATOR))
            .addToData("host", SecretData.encode(addresses.host()))
            .addToData("port", SecretData.encode(Integer.toString(addresses.port())))
            .addToData("servers", SecretData.encode(urls(access.scheme(), addresses.servers(), "")))
            .addToData(
                "url", SecretData.encode(urls(access.scheme(), addresses.servers(), userInfo)))
            .addToData(
                "uri", SecretData.encode(access.scheme() + "://" + userInfo + one(addresses)));
    access
        .authority()
        .ifPresent(text -> secret.addToData(CertificateFiles.AUTHORITY, SecretData.encode(text)));
    TokenMarks.data(state).forEach((key, value) -> secret.addToData(key, SecretData.encode(value)));
    return secret.build();
  }

  /**
   * What a token Secret says; empty if its token is blank.
   *
   * @throws InvalidTokenException if the token is not fit for use
   */
  public static Optional<TokenState> stateOf(Secret secret) {
    return TokenMarks.isBlank(secret)
        ? Optional.empty()
        : Optional.of(TokenMarks.read(secret, TokenMarks.published(secret)));
  }

  /** What a token Secret says, whatever its token, if this one is to be published there. */
  public static TokenState stateOf(Secret secret, Token published) {
    return TokenMarks.read(secret, published);
  }

  /** Whether it holds a token that is fit for use. */
  public static boolean isPublished(Secret secret) {
    try {
      return stateOf(secret).isPresent();
    } catch (InvalidTokenException e) {
      return false;
    }
  }

  /** The ca.crt that stands in it, if one does. */
  public static Optional<String> authority(Secret secret) {
    return SecretData.text(secret, CertificateFiles.AUTHORITY);
  }

  /** Whether it sends clients to servers with TLS. */
  public static boolean hasTls(Secret secret) {
    return SecretData.text(secret, "servers").filter(urls -> urls.startsWith("tls://")).isPresent();
  }

  /** The servers, then the address outside. */
  private static List<String> addresses(
      Owner owner, PublishedServers servers, Optional<String> external) {
    Stream<String> pods =
        servers
            .ordinals()
            .mapToObj(i ->
                new HostPort(owner.names().podHost(i, owner.namespace()), NatsPorts.CLIENTS)
                    .toString());
    return Stream.concat(pods, external.stream()).toList();
  }

  private static String one(Addresses addresses) {
    return new HostPort(addresses.one(), addresses.port()).toString();
  }

  /** In a rotation the Service leads to servers of both tokens. */
  private static String one(Owner owner, PublishedServers servers, TokenState state) {
    return state.rotating()
        ? owner.names().podHost(servers.first(), owner.namespace())
        : owner.names().serviceHost(owner.namespace());
  }

  private static String urls(String scheme, List<String> addresses, String userInfo) {
    return addresses.stream()
        .map(address -> scheme + "://" + userInfo + address)
        .collect(Collectors.joining(","));
  }
}
