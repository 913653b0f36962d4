package dev.natstoken.operator.apiserver;

import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.desired.ConfigurationMap;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the kubelet mounts into the pods of one namespace, from ConfigMaps and Secrets. */
record FakeMounts(KubernetesClient client, String namespace) {

  /** What a pod has mounted, by its path; empty while something is missing. */
  Optional<Map<String, String>> of(StatefulSet set) {
    if (sources(set).isEmpty()) {
      return new ChartLayout(client, namespace)
          .natsConf()
          .map(text -> Map.of(ConfigurationMap.FILE, text));
    }
    Map<String, String> files = new HashMap<>();
    for (VolumeProjection source : sources(set)) {
      boolean secret = source.getSecret() != null;
      Map<String, String> data =
          secret
              ? secretData(source.getSecret().getName())
              : mapData(source.getConfigMap().getName());
      var items = secret ? source.getSecret().getItems() : source.getConfigMap().getItems();
      for (KeyToPath item : items) {
        if (!data.containsKey(item.getKey())) {
          return Optional.empty();
        }
        files.put(item.getPath(), data.get(item.getKey()));
      }
    }
    return Optional.of(files);
  }

  private Map<String, String> mapData(String name) {
    var map = client.configMaps().inNamespace(namespace).withName(name).get();
    return map == null ? Map.of() : map.getData();
  }

  private Map<String, String> secretData(String name) {
    Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
    Map<String, String> data = new HashMap<>();
    if (secret != null) {
      secret.getData().forEach((key, value) -> data.put(key, SecretText.decode(value)));
    }
    return data;
  }

  private static List<VolumeProjection> sources(StatefulSet set) {
    return set.getSpec().getTemplate().getSpec().getVolumes().stream()
        .filter(v -> v.getProjected() != null)
        .findFirst()
        .map(v -> v.getProjected().getSources())
        .orElse(List.of());
  }
}
