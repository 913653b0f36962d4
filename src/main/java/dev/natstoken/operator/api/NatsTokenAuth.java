package dev.natstoken.operator.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Optional;

/**
 * A set of NATS servers that lets in the holders of one token and nobody else.
 *
 * <p>The name rule follows from the children: Services need a DNS-1035 label, and the StatefulSet
 * controller puts {@code <name>-nats-<10 characters>} into a label of at most 63 characters.
 */
@Group(NatsTokenAuth.GROUP)
@Version("v1alpha1")
@Kind("NatsTokenAuth")
@Plural("natstokenauths")
@ShortNames("nta")
@ValidationRule(
    value = "self.metadata.name.matches('^[a-z]([-a-z0-9]{0,45}[a-z0-9])?$')",
    message =
        "metadata.name must start with a letter, contain only lower-case letters, digits and '-',"
            + " and have at most 47 characters: it becomes part of Service and pod names")
@ValidationRule(
    value =
        "!has(self.spec) || !has(self.spec.rotation) || !has(self.spec.rotation.interval) ||"
            + " !has(self.spec.token) || !has(self.spec.token.existingSecret)",
    message =
        "spec.rotation.interval cannot go with spec.token.existingSecret: that token changes when"
            + " the owner of the Secret changes it")
@ValidationRule(
    value =
        "!has(self.spec) || !has(self.spec.serverRef) || !has(self.spec.serverRef.name) || !("
            + "has(self.spec.replicas) || has(self.spec.version) || has(self.spec.image) ||"
            + " has(self.spec.limits) || has(self.spec.logging) || has(self.spec.pod) ||"
            + " has(self.spec.service) || has(self.spec.networkPolicy) || has(self.spec.websocket) ||"
            + " has(self.spec.mqtt) || has(self.spec.leafNodes) || has(self.spec.jetstream) || has(self.spec.tls) ||"
            + " has(self.spec.monitoring) ||"
            + " (has(self.spec.rotation) &&"
            + " (has(self.spec.rotation.overlap) || has(self.spec.rotation.surge))))",
    message =
        "spec.serverRef names servers that somebody else runs: only token, rotation.interval,"
            + " rotation.window, authTimeout, commonLabels, requireProof, paused and allowedNamespaces go with"
            + " it. There is no overlap: every server has one configuration")
@ValidationRule(
    value =
        "(has(self.spec) && has(self.spec.serverRef) && has(self.spec.serverRef.name) ?"
            + " self.spec.serverRef.name : '') == (has(oldSelf.spec) && has(oldSelf.spec.serverRef)"
            + " && has(oldSelf.spec.serverRef.name) ? oldSelf.spec.serverRef.name : '')",
    message =
        "spec.serverRef cannot be added, changed or removed: make another NatsTokenAuth instead")
@ValidationRule(
    value =
        "(has(self.spec) && has(self.spec.jetstream)) =="
            + " (has(oldSelf.spec) && has(oldSelf.spec.jetstream))",
    message =
        "spec.jetstream cannot be added to or taken from a resource that exists: while its servers"
            + " restart one by one, those that store could not agree. Create another NatsTokenAuth"
            + " with it and move the clients")
@ValidationRule(
    value =
        "!has(self.spec) || !has(self.spec.jetstream) || !has(oldSelf.spec) ||"
            + " !has(oldSelf.spec.jetstream) ||"
            + " has(self.spec.jetstream.fileStore) == has(oldSelf.spec.jetstream.fileStore)",
    message =
        "spec.jetstream.fileStore cannot be added to or taken from a resource that exists: a"
            + " StatefulSet keeps its kind of volumes. Create another NatsTokenAuth and move the"
            + " clients")
@ValidationRule(
    value =
        "!has(self.spec) || !has(self.spec.jetstream) || !has(oldSelf.spec) ||"
            + " !has(oldSelf.spec.jetstream) ||"
            + " (has(self.spec.replicas) ? self.spec.replicas : 1) >="
            + " (has(oldSelf.spec.replicas) ? oldSelf.spec.replicas : 1)",
    message =
        "spec.replicas cannot be lowered with spec.jetstream: streams would lose the replicas on the"
            + " servers that go")
@ValidationRule(
    value =
        "!has(self.spec) || !has(self.spec.jetstream) || !has(oldSelf.spec) ||"
            + " !has(oldSelf.spec.jetstream) ||"
            + " (has(oldSelf.spec.replicas) && oldSelf.spec.replicas > 1) ||"
            + " !has(self.spec.replicas) || self.spec.replicas == 1",
    message =
        "spec.replicas cannot go from 1 to more with spec.jetstream: nats-server deletes the streams"
            + " of a single server that joins others. Create another NatsTokenAuth, with 3"
            + " replicas, and copy the streams")
@ValidationRule(
    value =
        "!has(self.spec) || !has(self.spec.jetstream) || !has(self.spec.jetstream.fileStore) ||"
            + " !has(oldSelf.spec) || !has(oldSelf.spec.jetstream) ||"
            + " !has(oldSelf.spec.jetstream.fileStore) || !has(oldSelf.status) ||"
            + " !has(oldSelf.status.claimSize) ||"
            + " [self.spec.jetstream.fileStore.pvc.size, oldSelf.status.claimSize].exists(s,"
            + " !isQuantity(s)) ||"
            + " self.spec.jetstream.fileStore.pvc.size =="
            + " oldSelf.spec.jetstream.fileStore.pvc.size ||"
            + " quantity(self.spec.jetstream.fileStore.pvc.size).compareTo("
            + "quantity(oldSelf.status.claimSize)) >= 0",
    message =
        "spec.jetstream.fileStore.pvc.size cannot be less than the claims have by now, see"
            + " status.claimSize: a claim cannot shrink")
@ValidationRule(
    value =
        "!has(self.spec) || !has(self.spec.jetstream) || !has(self.spec.jetstream.memoryStore) ||"
            + " !has(self.spec.pod) || !has(self.spec.pod.resources) ||"
            + " !has(self.spec.pod.resources.limits) ||"
            + " !('memory' in self.spec.pod.resources.limits) ||"
            + " [string(self.spec.jetstream.memoryStore.maxSize),"
            + " string(self.spec.pod.resources.limits['memory'])].exists(s, !isQuantity(s)) ||"
            + " quantity(self.spec.jetstream.memoryStore.maxSize).compareTo("
            + "quantity(string(self.spec.pod.resources.limits['memory']))) < 0",
    message =
        "spec.jetstream.memoryStore.maxSize must be less than the memory limit in"
            + " spec.pod.resources: the kernel would kill a server before its streams are full")
@ValidationRule(
    value =
        "!has(self.spec) || !has(self.spec.mqtt) || !self.spec.mqtt.enabled ||"
            + " (has(self.spec.jetstream) && has(self.spec.jetstream.fileStore))",
    message =
        "spec.mqtt needs spec.jetstream.fileStore: sessions, retained messages and those of QoS 1 and"
            + " 2 are kept in streams on disk. A resource that exists cannot get it: create another"
            + " NatsTokenAuth with both")
@ValidationRule(
    value =
        "!has(self.spec) || !has(self.spec.mqtt) || !self.spec.mqtt.enabled ||"
            + " !has(self.spec.mqtt.streamReplicas) || self.spec.mqtt.streamReplicas <="
            + " (has(self.spec.replicas) ? self.spec.replicas : 1)",
    message =
        "spec.mqtt.streamReplicas must not be more than spec.replicas: no client of MQTT could"
            + " connect")
@ValidationRule(
    value =
        "!has(self.spec) || !has(self.spec.service) || !has(self.spec.service.websocketNodePort) ||"
            + " (has(self.spec.websocket) && has(self.spec.websocket.enabled) &&"
            + " self.spec.websocket.enabled)",
    message = "spec.service.websocketNodePort needs spec.websocket.enabled: true")
@ValidationRule(
    value =
        "!has(self.spec) || !has(self.spec.service) || !has(self.spec.service.mqttNodePort) ||"
            + " (has(self.spec.mqtt) && self.spec.mqtt.enabled)",
    message = "spec.service.mqttNodePort needs spec.mqtt.enabled: true")
@ValidationRule(
    value =
        "!has(self.spec) || !has(self.spec.service) || !has(self.spec.service.leafNodesNodePort) ||"
            + " (has(self.spec.leafNodes) && has(self.spec.leafNodes.enabled) &&"
            + " self.spec.leafNodes.enabled)",
    message = "spec.service.leafNodesNodePort needs spec.leafNodes.enabled: true")
@AdditionalPrinterColumn(
    name = "Servers",
    getDescription =
        "Servers that are ready on the newest configuration, of those that there should be.",
    jsonPath = ".status.servers",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Ready",
    getDescription = "Whether clients are served as the newest spec says.",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Verified",
    getDescription = "Whether every server was seen to let in the token and nobody else.",
    jsonPath = ".status.conditions[?(@.type==\"Verified\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Phase",
    getDescription = "Why Ready is as it is: Serving, a phase of a rotation, or what is wrong.",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Token",
    getDescription = "Number of the published token; it grows by one with every new one.",
    jsonPath = ".status.token.generation",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Old-Conns",
    getDescription = "In an overlap: clients that are connected with the former token.",
    jsonPath = ".status.rotation.previousTokenConnections",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Version",
    getDescription = "Version of nats-server that was rolled out last.",
    jsonPath = ".status.version",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Secret",
    getDescription = "The Secret from which clients take the token.",
    jsonPath = ".status.token.secretName",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Next-Rotation",
    getDescription = "When the next scheduled rotation begins.",
    jsonPath = ".status.token.nextRotationAt",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Paused",
    getDescription = "Whether spec.paused keeps the operator from acting.",
    jsonPath = ".spec.paused",
    type = AdditionalPrinterColumn.Type.BOOLEAN,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    getDescription = "Since when the resource has existed.",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Message",
    getDescription = "What Ready says in a sentence.",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
public class NatsTokenAuth extends CustomResource<NatsTokenAuthSpec, NatsTokenAuthStatus>
    implements Namespaced {

  public static final String GROUP = "natstoken.dev";

  /** Annotation of the user: any new value asks for a new token. The operator only reads it. */
  public static final String ROTATE = "natstoken.dev/rotate";

  private static final long serialVersionUID = 1L;

  /** The spec with every absent part in place: an empty or missing spec is a valid one. */
  public NatsTokenAuthSpec specOrDefaults() {
    return getSpec() == null ? NatsTokenAuthSpec.EMPTY : getSpec();
  }

  /** Whether its status says anything: the API server gives a new one a generation below zero. */
  public boolean wasReported() {
    Long observed = getStatus() == null ? null : getStatus().observedGeneration();
    return observed != null && observed >= 0;
  }

  /** The value of the annotation that asks for a rotation, if there is one. */
  public Optional<String> rotateRequest() {
    var annotations = getMetadata().getAnnotations();
    return Optional.ofNullable(annotations == null ? null : annotations.get(ROTATE));
  }

  /** Server-side apply leaves null where it takes the last field out of an object. */
  @Override
  @Nullable
  public NatsTokenAuthSpec getSpec() {
    return super.getSpec();
  }

  /**
   * What the operator last reported. The schema default makes a brand-new resource count as "in
   * progress" for kstatus before the operator has seen it.
   */
  @Override
  @Default("{\"observedGeneration\": -1}")
  public NatsTokenAuthStatus getStatus() {
    return super.getStatus();
  }

  @Override
  protected NatsTokenAuthSpec initSpec() {
    return null;
  }

  @Override
  protected NatsTokenAuthStatus initStatus() {
    return null;
  }
}
