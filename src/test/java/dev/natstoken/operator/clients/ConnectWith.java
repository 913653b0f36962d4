package dev.natstoken.operator.clients;

import java.util.Locale;

/** Which keys of the token Secret a client uses. */
public enum ConnectWith {
  /** The key servers, and the key token. */
  SERVERS,
  /** The key url alone, in which the token stands. */
  URL,
  /** The key uri alone, which is one URL. */
  URI;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
