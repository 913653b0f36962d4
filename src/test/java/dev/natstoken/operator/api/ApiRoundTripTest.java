package dev.natstoken.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiRoundTripTest {

  private static final String EVERYTHING =
      """
      apiVersion: natstoken.dev/v1alpha1
      kind: NatsTokenAuth
      metadata:
        name: orders
      spec:
        allowedNamespaces:
          names: [shop]
          selector:
            matchLabels: {team: shop}
        authTimeout: 7s
        image:
          digest: sha256:0000000000000000000000000000000000000000000000000000000000000000
          pullPolicy: Always
          pullSecrets:
          - name: registry
          repository: example.com/nats
        commonLabels: {k: l}
        jetstream:
          domain: hub
          syncInterval: always
          fileStore:
            maxSize: 5Gi
            pvc: {deletionPolicy: Delete, size: 10Gi, storageClassName: fast}
          memoryStore:
            maxSize: 1Gi
        leafNodes:
          enabled: true
        limits:
          lameDuckDuration: 2m
          lameDuckGracePeriod: 20s
          maxConnections: 10
          maxControlLine: 8192
          maxPayload: 2048
          maxPending: 1048576
          maxSubscriptions: 20
          pingInterval: 30s
          pingMax: 3
          writeDeadline: 5s
        logging:
          debug: true
          logtime: false
          maxTracedMessageLength: 100
          trace: false
          traceVerbose: true
        monitoring:
          exporter:
            enabled: true
            repository: example.com/exporter
            resources:
              limits: {memory: 64Mi}
            version: 0.20.0
          podMonitor:
            enabled: true
            interval: 1m
            labels: {release: prometheus}
            scrapeTimeout: 10s
        mqtt:
          ackWait: 1m
          consumerInactiveThreshold: 72h
          consumerMemoryStorage: true
          downgradeQos2Subscribe: true
          enabled: true
          maxAckPending: 100
          rejectQos2Publish: false
          streamReplicas: 2
        networkPolicy:
          clients:
          - ipBlock: {cidr: 10.0.0.0/8}
          enabled: false
          scrapers:
          - podSelector: {matchLabels: {app: prometheus}}
        paused: true
        pod:
          affinity:
            podAntiAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
              - topologyKey: kubernetes.io/hostname
                labelSelector: {matchLabels: {app: nats}}
          annotations: {a: b}
          labels: {c: d}
          nodeSelector: {e: f}
          priorityClassName: high
          resources:
            limits: {memory: 1Gi}
            requests: {cpu: "0.5"}
          runAsUser: 1001
          serviceAccountName: servers
          userFromPlatform: false
          tolerations:
          - {key: k, operator: Exists}
          topologySpreadConstraints:
          - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}
        replicas: 3
        service:
          annotations: {g: h}
          externalHost: nats.example.com
          externalPort: 4223
          externalTrafficPolicy: Local
          labels: {i: j}
          loadBalancerClass: example.com/x
          loadBalancerSourceRanges: [10.0.0.0/8]
          ipFamilyPolicy: PreferDualStack
          leafNodesNodePort: 30003
          mqttNodePort: 30004
          nodePort: 30001
          websocketNodePort: 30002
          type: LoadBalancer
        token:
          bcryptCost: 5
          deletionPolicy: Retain
          existingSecret:
            key: password
            name: mine
          secret:
            annotations: {u: v}
            labels: {w: x}
            template: {y: z}
        version: 2.12.15
        websocket:
          allowedOrigins: [https://a.example.com]
          compression: true
          enabled: true
          sameOrigin: true
      """;

  @Test
  void aResourceIsWrittenAsItWasReadWithNoFieldMoreOrLess() {
    NatsTokenAuth read = Serialization.unmarshal(EVERYTHING, NatsTokenAuth.class);
    assertThat(asMap(Serialization.asYaml(read))).isEqualTo(asMap(EVERYTHING));
    assertThat(Serialization.clone(read).getSpec()).isEqualTo(read.getSpec());
  }

  @Test
  void anAccessIsWrittenAsItWasRead() {
    String everything =
        """
        apiVersion: natstoken.dev/v1alpha1
        kind: NatsTokenAccess
        metadata: {name: orders}
        spec:
          annotations: {a: b}
          authRef: {name: orders, namespace: messaging}
          labels: {c: d}
          paused: true
          secretName: orders-nats
          template: {e: f}
        status:
          binding: {name: orders-nats}
          observedGeneration: 1
          tokenGeneration: 2
        """;
    NatsTokenAccess read = Serialization.unmarshal(everything, NatsTokenAccess.class);
    assertThat(asMap(Serialization.asYaml(read))).isEqualTo(asMap(everything));
  }

  @Test
  void aFieldOfANewerCrdDoesNotStopThisOperator() {
    String newer = EVERYTHING.replace("  replicas: 3\n", "  replicas: 3\n  future: {a: 1}\n");
    assertThat(newer).contains("future");
    NatsTokenAuth read = Serialization.unmarshal(newer, NatsTokenAuth.class);
    assertThat(read.getSpec().replicasOrDefault()).isEqualTo(3);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(String yaml) {
    return Serialization.unmarshal(yaml, Map.class);
  }
}
