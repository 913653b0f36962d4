package dev.natstoken.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The texts of a certificate, as they stand in a Secret. */
public record TestCertificate(String tlsCrt, String tlsKey, String caCrt) {

  /** As cert-manager lays it out. */
  public Map<String, String> data() {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("tls.crt", tlsCrt);
    data.put("tls.key", tlsKey);
    data.put("ca.crt", caCrt);
    return data;
  }

  public void write(Path folder) {
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> file : data().entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "TestCertificate[not shown]";
  }
}
