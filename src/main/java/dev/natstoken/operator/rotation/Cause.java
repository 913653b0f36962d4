package dev.natstoken.operator.rotation;

/** Why a token came into use; the names are part of the API (status, Events, annotations). */
public enum Cause {
  /** There was none before. */
  Created,
  /** The annotation natstoken.dev/rotate got a new value. */
  Requested,
  /** spec.rotation.interval was over. */
  Scheduled,
  /** The Secret in spec.token.existingSecret holds another token. */
  ExistingSecretChanged,
  /** Somebody put another token into the token Secret. */
  Edited,
  /** The token Secret was deleted, or its token blanked: the token counts as compromised. */
  Discarded,
  /** An old copy of the token Secret came back, with a token that was given up since. */
  OldCopy;

  /** Whether nobody should get in with the former token any more. */
  boolean revokes() {
    return this == Discarded || this == OldCopy;
  }
}
