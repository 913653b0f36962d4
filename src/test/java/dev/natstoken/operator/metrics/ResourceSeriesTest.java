package dev.natstoken.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.natstoken.operator.api.NatsTokenAuth;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceSeriesTest {

  private static final String ROTATING =
      """
      conditions:
        - {type: Ready, status: "False", reason: Overlap}
        - {type: Verified, status: "True", reason: Proved}
      servers: 2/3
      readyReplicas: 2
      certificateExpiresAt: "2026-03-01T00:00:00Z"
      token: {createdAt: "2026-01-01T00:00:00Z", nextRotationAt: "2026-02-01T00:00:00Z"}
      rotation:
        phase: Overlap
        startedAt: "2026-01-01T00:00:10Z"
        overlapEndsAt: "2026-01-01T01:00:00.5Z"
        previousTokenConnections: 4
      """;

  private static final Optional<Instant> PROVED =
      Optional.of(Instant.parse("2026-01-01T00:00:00Z"));

  private final List<NatsTokenAuth> resources = new ArrayList<>();

  @Test
  void aResourceShowsWhatItsStatusSays() {
    add("shop", "orders", ROTATING);
    assertThat(series(10))
        .containsExactly(
            entry("natstoken_certificate_expiry_timestamp_seconds{orders,shop}", 1772323200.0),
            entry("natstoken_condition{Overlap,orders,shop,False,Ready}", 1.0),
            entry("natstoken_condition{Proved,orders,shop,True,Verified}", 1.0),
            entry("natstoken_former_token_connections{orders,shop}", 4.0),
            entry("natstoken_last_proof_timestamp_seconds{orders,shop}", 1767225600.0),
            entry("natstoken_next_rotation_timestamp_seconds{orders,shop}", 1769904000.0),
            entry("natstoken_overlap_end_timestamp_seconds{orders,shop}", 1767229200.5),
            entry("natstoken_rotation_phase{Overlap,orders,shop}", 1.0),
            entry("natstoken_rotation_start_timestamp_seconds{orders,shop}", 1767225610.0),
            entry("natstoken_servers_ready{orders,shop}", 2.0),
            entry("natstoken_servers_wanted{orders,shop}", 3.0),
            entry("natstoken_token_start_timestamp_seconds{orders,shop}", 1767225600.0));
  }

  @Test
  void oneThatNobodyHasLookedAtShowsNothing() {
    add("shop", "orders", "{}");
    resources.getFirst().setStatus(null);
    resources.getFirst().getMetadata().setUid("other");
    assertThat(series(10)).isEmpty();
  }

  /** Whoever may write a status shall not end the scrape of all others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{token: {createdAt: yesterday}}",
        "{servers: three}",
        "{servers: ''}",
        "{rotation: {phase: \"}\\n\", overlapEndsAt: '', startedAt: '2026-13-01T00:00:00Z'}}",
        "{conditions: [{type: Mine, status: 'True', reason: x}]}",
      })
  void whatCannotBeReadIsLeftOut(String status) {
    add("shop", "orders", status);
    assertThat(series(10).keySet())
        .containsExactly("natstoken_last_proof_timestamp_seconds{orders,shop}");
  }

  @Test
  void aConditionThatStandsTwiceIsShownOnce() {
    add(
        "shop",
        "orders",
        """
        conditions:
          - {type: Ready, status: "True", reason: Serving}
          - {type: Ready, status: "True", reason: Serving}
          - {type: Ready, status: "False", reason: Proving}
        """);
    assertThat(series(10)).hasSize(2);
  }

  /** A status is written by whoever may; a text of his would be a series of his. */
  @Test
  void noTextThatIsNotOursBecomesALabel() {
    add("shop", "orders", "{conditions: [{type: Ready, status: perhaps, reason: anything}]}");
    assertThat(series(10)).containsKey("natstoken_condition{,orders,shop,,Ready}");
  }

  @Test
  void onlySoManyResourcesHaveAny() {
    add("shop", "b", ROTATING);
    add("bank", "z", ROTATING);
    add("shop", "a", ROTATING);
    assertThat(series(2).keySet())
        .hasSize(24)
        .allMatch(name -> name.contains("z,bank") || name.contains("a,shop"));
    assertThat(series(0)).isEmpty();
  }

  @Test
  void nothingIsLeftOfOneThatIsGone() {
    add("shop", "orders", ROTATING);
    resources.clear();
    assertThat(series(10)).isEmpty();
  }

  private void add(String namespace, String name, String status) {
    NatsTokenAuth resource =
        Serialization.unmarshal("status:\n" + status.indent(2), NatsTokenAuth.class);
    resource.getMetadata().setNamespace(namespace);
    resource.getMetadata().setName(name);
    resource.getMetadata().setUid("uid");
    resources.add(resource);
  }

  private Map<String, Double> series(int most) {
    Map<String, Double> series = new TreeMap<>();
    new ResourceSeries(
            resources::stream, most, uid -> uid.equals("uid") ? PROVED : Optional.empty())
        .collect()
        .forEach(metric ->
            metric
                .getDataPoints()
                .forEach(point -> {
                  List<String> labels = new ArrayList<>();
                  point.getLabels().forEach(label -> labels.add(label.getValue()));
                  series.put(
                      metric.getMetadata().getName() + "{" + String.join(",", labels) + "}",
                      ((GaugeDataPointSnapshot) point).getValue());
                }));
    return series;
  }
}
