package dev.natstoken.operator.connection;

import dev.natstoken.operator.kube.LeanReading;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;

/** The client of the API server as the operator wants it. */
public final class ApiConnection {

  /** By what the operator is known in the managed fields of objects. */
  public static final String FIELD_MANAGER = "nats-token-operator";

  /**
   * A request that waits longer, most likely for a webhook, ends; JOSDK tries its resource again.
   */
  static final Duration LONGEST_REQUEST = Duration.ofSeconds(5);

  /**
   * The same for a page of a list that fills a cache: so long the API server itself works for a
   * request, if it is not told otherwise. One that has just begun, or lags, is slow with all of
   * them.
   */
  private static final Duration LONGEST_LIST = Duration.ofMinutes(1);

  /** How clients read, once for all of them: to find out how takes longer than to read. */
  private static final KubernetesSerialization READING = LeanReading.by(FIELD_MANAGER);

  /** A watch that is half open is noticed after two of these at the latest. */
  private static final Duration PING = Duration.ofSeconds(20);

  private ApiConnection() {}

  /**
   * Has requests be tried again once at most, and end: see {@link OperatorHttpClient} for when. Ten
   * tries, as by default, would hold a pass for minutes; JOSDK tries again too, and holds nothing
   * meanwhile. Watches have no limit of time, are pinged, and connect again without end.
   */
  public static ConfigBuilder brief(ConfigBuilder config) {
    return config
        .withRequestTimeout((int) LONGEST_LIST.toMillis())
        .withRequestRetryBackoffLimit(1)
        .withWebsocketPingInterval(PING.toMillis());
  }

  /** A client as the operator wants it, but that it writes without a lease. */
  public static KubernetesClientBuilder client(Config config) {
    return client(config, FreshLease.notNeeded());
  }

  /**
   * A client as the operator wants it.
   *
   * @param config best with the settings of {@link #brief}
   * @param lease without which it writes nothing
   */
  public static KubernetesClientBuilder client(Config config, FreshLease lease) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(
            new OperatorHttpClientFactory(
                Duration.ofMillis(config.getWebsocketPingInterval()), lease))
        .withKubernetesSerialization(READING);
  }
}
