package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Optional;

/** TLS of the servers, with certificates from Secrets in cert-manager's layout. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TlsSpec(
    @Required
        @Size(min = 1, max = 253)
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @JsonPropertyDescription(
            "Name of a Secret in the namespace of this resource, in cert-manager's layout: tls.crt,"
                + " tls.key and, unless a public authority signed it, ca.crt. Clients of every"
                + " kind and leaf nodes then need TLS. The certificate must have the names that"
                + " url of the token Secret names; a new one is taken up by a roll.")
        String secretName,
    @JsonPropertyDescription(
            "Whether clients also need a certificate that ca.crt of the Secret has signed (verify),"
                + " false by default. The token is needed all the same. The servers' own certificate"
                + " must be fit for a client too: the operator logs in with it.")
        Boolean verifyClients,
    @Nullable
        @JsonPropertyDescription(
            "TLS between the servers; without it routes are not encrypted. To begin or end with it"
                + " parts the servers in two groups while they roll.")
        Routes routes) {

  /** TLS between the servers. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Routes(
      @Required
          @Size(min = 1, max = 253)
          @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
          @JsonPropertyDescription(
              "Name of a Secret like that of spec.tls.secretName; it may be the same one. It needs"
                  + " ca.crt, and its certificate must be fit for a server and a client.")
          String secretName) {}

  public boolean verifyClientsOrDefault() {
    return Boolean.TRUE.equals(verifyClients);
  }

  public Optional<String> routesSecretName() {
    return Optional.ofNullable(routes).map(Routes::secretName);
  }
}
