package dev.natstoken.operator.metrics;

import java.util.List;

/** Every metric of our own, with its name after Prometheus' conventions. */
public enum Metric {
  CONDITION(
      "natstoken_condition",
      Kind.RESOURCE,
      "1 for each condition of the resource, with its status and reason",
      "type",
      "status",
      "reason"),
  ROTATION_PHASE(
      "natstoken_rotation_phase",
      Kind.RESOURCE,
      "1 for the phase of the rotation that runs: Prepare, Split, Overlap or Finish",
      "phase"),
  ROTATION_START(
      "natstoken_rotation_start_timestamp_seconds",
      Kind.RESOURCE,
      "When the rotation that runs was first reported"),
  OVERLAP_END(
      "natstoken_overlap_end_timestamp_seconds",
      Kind.RESOURCE,
      "When the former token stops working at the latest; from the phase Overlap on"),
  FORMER_TOKEN_CONNECTIONS(
      "natstoken_former_token_connections",
      Kind.RESOURCE,
      "Clients that are connected with the former token, in a rotation, if known"),
  CERTIFICATE_EXPIRY(
      "natstoken_certificate_expiry_timestamp_seconds",
      Kind.RESOURCE,
      "When the first of the certificates of spec.tls expires"),
  SERVERS_READY(
      "natstoken_servers_ready",
      Kind.RESOURCE,
      "Servers that are ready, on the newest configuration unless a rotation runs"),
  SERVERS_WANTED("natstoken_servers_wanted", Kind.RESOURCE, "Servers that there should be by now"),
  TOKEN_START(
      "natstoken_token_start_timestamp_seconds",
      Kind.RESOURCE,
      "When the published token came into use"),
  NEXT_ROTATION(
      "natstoken_next_rotation_timestamp_seconds",
      Kind.RESOURCE,
      "When the next scheduled rotation begins; absent without a schedule"),
  LAST_PROOF(
      "natstoken_last_proof_timestamp_seconds",
      Kind.RESOURCE,
      "When this operator last found all servers proved, by answers no older than a resync"),

  LEADER(
      "natstoken_operator_leader",
      Kind.GAUGE,
      "1 for the operator pod that works, 0 for one that stands by"),
  RESOURCES("natstoken_operator_resources", Kind.GAUGE, "Resources that the operator looks after"),
  RESOURCES_UNNAMED(
      "natstoken_operator_resources_unnamed",
      Kind.GAUGE,
      "Those without metrics of their own, because there are more than the limit"),
  CONDITIONS(
      "natstoken_operator_conditions",
      Kind.GAUGE,
      "Resources in which the condition of this type is True",
      "type"),
  ROTATIONS(
      "natstoken_operator_rotations",
      Kind.GAUGE,
      "Resources with a rotation in this phase",
      "phase"),
  FORMER_TOKENS(
      "natstoken_operator_former_token_connections",
      Kind.GAUGE,
      "Clients that are connected with a former token, over all resources"),
  RECONCILING(
      "natstoken_operator_reconciling",
      Kind.GAUGE,
      "Resources that are being reconciled, by their kind; 48 NatsTokenAuth at most",
      "kind"),
  QUEUE(
      "natstoken_operator_queue_length",
      Kind.GAUGE,
      "Resources that wait for a turn, mostly behind others of their namespace, by their kind",
      "kind"),
  RESTARTS_WAITING(
      "natstoken_operator_restarts_waiting",
      Kind.GAUGE,
      "Resources whose servers wait for their turn to take up what nobody asked for, such as a new"
          + " version of the operator"),
  PROBES(
      "natstoken_operator_probes_total",
      Kind.COUNTER,
      "Servers that were asked who gets in or for their routes, by what came of it",
      "result"),
  HEAP_USED(
      "natstoken_operator_heap_used_ratio",
      Kind.GAUGE,
      "Share of the heap that the last collection of all could not free; from 0.9 on, resources"
          + " without servers wait, and the operator's memory limit should be raised"),
  WATCHES(
      "natstoken_operator_watches", Kind.GAUGE, "Watches at the API server that should be open"),
  WATCH_GAP(
      "natstoken_operator_watch_gap_seconds",
      Kind.GAUGE,
      "For how long the worst watch has not been open, as the scrapes saw it: the operator does not"
          + " see what changed since then; 0 while all are open");

  /** What a series of the metric speaks of, and how its values go. */
  public enum Kind {
    /** A gauge with one series, or one for each value of its labels, per resource. */
    RESOURCE,
    GAUGE,
    COUNTER
  }

  /** Labels of each series of a resource; `namespace` alone would be that of the scraped pod. */
  public static final List<String> OF_THE_RESOURCE = List.of("resource_namespace", "resource");

  private final String title;
  private final Kind kind;
  private final String help;

  @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed.
  private final List<String> labels;

  Metric(String title, Kind kind, String help, String... labels) {
    this.title = title;
    this.kind = kind;
    this.help = help;
    this.labels = List.of(labels);
  }

  /** The name, as Prometheus shows it. */
  public String title() {
    return title;
  }

  public Kind kind() {
    return kind;
  }

  public String help() {
    return help;
  }

  /** Labels of its own, beside those of the resource. */
  public List<String> labels() {
    return labels;
  }
}
