package dev.natstoken.operator.apiserver;

import dev.natstoken.operator.AsUser;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Servers in the layout of the official chart, which include our authorization block. */
public record ChartLayout(KubernetesClient client, String namespace) {

  public static final String SET = "nats";
  public static final String CONFIG = "nats-config";
  public static final String AUTHORIZATION = "orders-nats-auth";

  private static final Path FILE = Path.of("src/test/resources/attach/chart.yaml");

  /** Its objects as {@code helm install} would create them. */
  public static List<HasMetadata> objects(KubernetesClient client) {
    try (var file = Files.newInputStream(FILE)) {
      return client.load(file).items();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void install() {
    for (HasMetadata object : objects(client)) {
      object.getMetadata().setNamespace(namespace);
      client.resource(object).create();
    }
  }

  /** Puts a line into nats.conf, before all others. */
  public void addToConfig(String line) {
    editConfig("{\n", "{\n" + line + "\n");
  }

  public void removeFromConfig(String line) {
    editConfig(line + "\n", "");
  }

  /** Puts a file beside nats.conf. */
  public void addFile(String name, String text) {
    AsUser.edit(
        client.configMaps().inNamespace(namespace).withName(CONFIG),
        m -> m.edit().addToData(name, text).build());
  }

  private void editConfig(String from, String to) {
    AsUser.edit(
        client.configMaps().inNamespace(namespace).withName(CONFIG),
        m -> {
          String text = m.getData().get("nats.conf");
          int at = text.indexOf(from);
          m.getData()
              .put("nats.conf", text.substring(0, at) + to + text.substring(at + from.length()));
          return m;
        });
  }

  /** What the servers read, with the included file in place; empty if that is not there. */
  Optional<String> natsConf() {
    return Optional.ofNullable(map(AUTHORIZATION))
        .map(m -> m.getData().get("authorization.conf"))
        .map(block ->
            map(CONFIG)
                .getData()
                .get("nats.conf")
                .replace("include ../nats-auth/authorization.conf;", block));
  }

  private ConfigMap map(String name) {
    return client.configMaps().inNamespace(namespace).withName(name).get();
  }
}
