package dev.natstoken.operator.api;

/** Rules for the texts from which further keys of a Secret for clients are made. */
final class TemplateRules {

  static final String KEYS_RULE =
      "self.all(k, size(k) <= 253 && k.matches('^[-._a-zA-Z0-9]+$') && k != '.' &&"
          + " !k.startsWith('..'))";
  static final String KEYS_MESSAGE =
      "a key must be one of a Secret: up to 253 letters, digits, '-', '_' and '.'";

  static final String RESERVED_RULE =
      "self.all(k, !(k in ['type', 'provider', 'host', 'port', 'servers', 'url', 'uri', 'ca.crt',"
          + " 'token', 'next-token', 'previous-token']))";
  static final String RESERVED_MESSAGE =
      "a key must be none of those that the Secret has anyway: type, provider, host, port, servers,"
          + " url, uri, ca.crt, token, next-token and previous-token";

  static final String PLACEHOLDERS_RULE =
      "self.all(k, self[k].matches("
          + "'^([^{]|[{][^{]|[{][{](token|servers|url|host|port|ca)[}][}])*[{]?$'))";
  static final String PLACEHOLDERS_MESSAGE =
      "a text may have {{token}}, {{servers}}, {{url}}, {{host}}, {{port}} and {{ca}}, and no other"
          + " pair of opening braces";

  static final String TEXT_RULE = UserMetadata.TEXT_RULE;
  static final String TEXT_MESSAGE = "all keys and texts together may have up to 16384 characters";

  private TemplateRules() {}
}
