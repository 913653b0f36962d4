package dev.natstoken.operator.api;

/** Rules for labels and annotations that a user adds to objects of the operator. */
final class UserMetadata {

  private static final String NAME = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
  private static final String KEY = "^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?" + NAME + "$";

  static final String LABEL_VALUE = "^(" + NAME + ")?$";

  static final String WELL_FORMED_RULE = "self.all(k, k.matches('" + KEY + "'))";
  static final String WELL_FORMED_MESSAGE = "a key must be a valid label key";

  static final String KEYS_RULE =
      "self.all(k, k.matches('"
          + KEY
          + "') && !k.startsWith('natstoken.dev/') && !(k in"
          + " ['app.kubernetes.io/name', 'app.kubernetes.io/instance',"
          + " 'app.kubernetes.io/managed-by', 'controller-revision-hash']))";
  static final String KEYS_MESSAGE =
      "a key must be a valid label or annotation key and none of the operator's own:"
          + " app.kubernetes.io/name, instance and managed-by, and natstoken.dev/*";

  /** Characters of all annotations of one object together; Kubernetes itself takes 256 KiB. */
  static final int MOST_TEXT = 16384;

  static final String TEXT_RULE = "self.map(k, size(k) + size(self[k])).sum() <= " + MOST_TEXT;
  static final String TEXT_MESSAGE = "all annotations together may have up to 16384 characters";

  private UserMetadata() {}
}
