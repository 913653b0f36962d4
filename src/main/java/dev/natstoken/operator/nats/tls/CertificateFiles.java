package dev.natstoken.operator.nats.tls;

/**
 * Where the files of a certificate are. The paths are relative, and nats-server takes them from the
 * folder where it was started: that of nats.conf.
 */
public enum CertificateFiles {
  CLIENTS("tls"),
  ROUTES("routes-tls");

  /** The keys of a Secret in cert-manager's layout, and the names of the files. */
  public static final String CERTIFICATE = "tls.crt";

  public static final String KEY = "tls.key";
  public static final String AUTHORITY = "ca.crt";

  private final String folder;

  CertificateFiles(String folder) {
    this.folder = folder;
  }

  public String path(String file) {
    return folder + "/" + file;
  }
}
