package dev.natstoken.operator.outcome;

/** Why a condition stands as it does; each name is the reason that the condition shows. */
public enum Reason {
  NameConflict,
  ExistingSecretMissing,
  InvalidToken,
  TlsSecretMissing,
  InvalidCertificate,
  PodsFailing,
  PodsUnschedulable,
  PodsRefused,
  ClaimsCannotGrow,
  WriteRefused,
  ServersMissing,
  ServerConfiguration,
  ServersNotRolled,
  AuthenticationDisabled
}
