package dev.natstoken.operator.outcome;

/**
 * Something that the operator cannot mend by itself, for the user to read.
 *
 * @param reason one CamelCase word for machines
 * @param message what is wrong, where, and what to do; never a token
 */
public record Problem(String reason, String message) {

  public static final String NAME_CONFLICT = "NameConflict";
  public static final String EXISTING_SECRET_MISSING = "ExistingSecretMissing";
  public static final String INVALID_TOKEN = "InvalidToken";
  public static final String TLS_SECRET_MISSING = "TlsSecretMissing";
  public static final String INVALID_CERTIFICATE = "InvalidCertificate";
  public static final String PODS_FAILING = "PodsFailing";
  public static final String PODS_UNSCHEDULABLE = "PodsUnschedulable";
  public static final String PODS_REFUSED = "PodsRefused";
  public static final String CLAIMS_CANNOT_GROW = "ClaimsCannotGrow";
  public static final String WRITE_REFUSED = "WriteRefused";
  public static final String SERVERS_MISSING = "ServersMissing";
  public static final String SERVER_CONFIGURATION = "ServerConfiguration";
  public static final String SERVERS_NOT_ROLLED = "ServersNotRolled";
  public static final String AUTHENTICATION_DISABLED = "AuthenticationDisabled";
}
