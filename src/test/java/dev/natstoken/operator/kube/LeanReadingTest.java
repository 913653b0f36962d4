package dev.natstoken.operator.kube;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.api.NatsTokenAuth;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeanReadingTest {

  private static final String FIELDS =
      """
      {"f:metadata": {"f:ownerReferences": {"k:{\\"uid\\":\\"%s\\"}": {}}, "f:labels": {"f:a": {}}},
       "f:data": {"f:nats.conf": {}}}
      """;

  private static final String SERVICE =
      """
      {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "orders"},
       "spec": {"ports": [{"port": 4222}]}}
      """;

  private final KubernetesSerialization reading = LeanReading.by("us");

  @Test
  void ofTheManagedFieldsOnlyOursStay() {
    ConfigMap map = read("ConfigMap", fields("us", "1"), fields("kubelet", "1"));
    assertThat(map.getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager)
        .containsExactly("us");
    assertThat(fieldsOf(map))
        .as("as the API server sent it")
        .isEqualTo(
            new KubernetesSerialization()
                .unmarshal(FIELDS.formatted("1"), FieldsV1.class)
                .getAdditionalProperties());
  }

  @Test
  void whatIsEqualInTwoObjectsIsHeldOnce() {
    Map<String, Object> one = fieldsOf(read("ConfigMap", fields("us", "1")));
    Map<String, Object> two = fieldsOf(read("ConfigMap", fields("us", "2")));
    assertThat(one).as("each names its owner").isNotEqualTo(two);
    assertThat(one.get("f:data")).isSameAs(two.get("f:data"));
  }

  @Test
  void partsWhoseNamesAUserChoseAreNotKept() {
    String many =
        IntStream.range(0, 17).mapToObj(i -> "\"f:%d\": {}".formatted(i)).collect(joining(", "));
    String fields =
        "{\"manager\": \"us\", \"operation\": \"Apply\", \"fieldsV1\": {\"f:data\": {%s}}}"
            .formatted(many);
    Object one = fieldsOf(read("ConfigMap", fields)).get("f:data");
    assertThat(one)
        .isEqualTo(fieldsOf(read("ConfigMap", fields)).get("f:data"))
        .isNotSameAs(fieldsOf(read("ConfigMap", fields)).get("f:data"));
  }

  @ParameterizedTest
  @ValueSource(classes = {NatsTokenAuth.class, NatsTokenAccess.class})
  void aResourceNeedsNone(Class<? extends HasMetadata> type) {
    HasMetadata resource =
        reading.unmarshal(
            json("natstoken.dev/v1alpha1", type.getSimpleName(), "\"spec\": {}", fields("us", "1")),
            type);
    assertThat(resource.getMetadata().getManagedFields()).isEmpty();
  }

  @Test
  void ofAPodStaysHowItIsAndWhereItListens() {
    Pod pod =
        reading.unmarshal(
            json(
                "v1",
                "Pod",
                """
                "spec": {"nodeName": "a", "containers": [{"name": "nats", "image": "nats",
                  "env": [{"name": "A", "value": "b"}],
                  "ports": [{"name": "nats", "containerPort": 14222}]}]},
                "status": {"podIP": "10.0.0.1", "hostIP": "10.0.0.2",
                  "conditions": [{"type": "Ready", "status": "True"}],
                  "containerStatuses": [{"name": "nats", "restartCount": 2, "imageID": "sha256:0",
                    "state": {"waiting": {"reason": "CrashLoopBackOff"}}}]}
                """,
                fields("us", "1")),
            Pod.class);
    assertThat(reading.asJson(pod.getSpec()))
        .isEqualTo(
            "{\"containers\":[{\"name\":\"nats\",\"ports\":[{\"containerPort\":14222,"
                + "\"name\":\"nats\"}]}]}");
    assertThat(reading.asJson(pod.getStatus()))
        .isEqualTo(
            "{\"conditions\":[{\"status\":\"True\",\"type\":\"Ready\"}],"
                + "\"containerStatuses\":[{\"name\":\"nats\",\"restartCount\":2,"
                + "\"state\":{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}}}],"
                + "\"podIP\":\"10.0.0.1\"}");
    assertThat(pod.getMetadata().getName()).isEqualTo("orders");
    assertThat(pod.getMetadata().getManagedFields()).isEmpty();
  }

  @Test
  void emptyListsAndMapsAreThoseOfAllObjects() {
    Service one = reading.unmarshal(SERVICE, Service.class);
    Service two = reading.unmarshal(SERVICE, Service.class);
    assertThat(one.getSpec().getExternalIPs()).isEmpty();
    assertThat(one.getSpec().getExternalIPs()).isSameAs(two.getSpec().getExternalIPs());
    assertThat(one.getSpec().getAdditionalProperties())
        .isSameAs(two.getMetadata().getAdditionalProperties());
    assertThat(one.getSpec().getPorts()).as("not empty").hasSize(1);
    assertThat(reading.asJson(one))
        .as("it is written as one with lists of its own")
        .isEqualTo(reading.asJson(new KubernetesSerialization().unmarshal(SERVICE, Service.class)));
  }

  @Test
  void soAreThoseOfWhatStaysOfAPod() {
    String text =
        json(
            "v1",
            "Pod",
            """
            "spec": {"containers": [{"name": "nats"}]},
            "status": {"containerStatuses": [{"name": "nats"}]}
            """);
    Pod one = reading.unmarshal(text, Pod.class);
    Pod two = reading.unmarshal(text, Pod.class);
    assertThat(one.getSpec().getVolumes()).isSameAs(two.getSpec().getVolumes());
    assertThat(one.getSpec().getContainers().getFirst().getEnv())
        .isSameAs(two.getSpec().getContainers().getFirst().getEnv());
    assertThat(one.getStatus().getPodIPs()).isSameAs(two.getStatus().getPodIPs());
    assertThat(one.getStatus().getContainerStatuses().getFirst().getVolumeMounts())
        .isSameAs(two.getStatus().getContainerStatuses().getFirst().getVolumeMounts());
    assertThat(one.getAdditionalProperties()).isSameAs(two.getAdditionalProperties());
  }

  @Test
  void whatHoldsSharedEmptiesCanBeChangedByItsBuilder() {
    Service read = reading.unmarshal(SERVICE, Service.class);
    Service changed =
        new ServiceBuilder(read)
            .editMetadata()
            .addToLabels("a", "b")
            .endMetadata()
            .editSpec()
            .addToExternalIPs("10.0.0.1")
            .endSpec()
            .build();
    assertThat(changed.getSpec().getExternalIPs()).containsExactly("10.0.0.1");
    assertThat(read.getSpec().getExternalIPs()).isEmpty();
  }

  @Test
  void aPodOfWhichNothingIsKnownYetIsRead() {
    Pod pod = reading.unmarshal(json("v1", "Pod", "\"status\": {}"), Pod.class);
    assertThat(pod.getSpec()).isNull();
    assertThat(pod.getStatus().getConditions()).isEmpty();
  }

  /** As the API server sends a bookmark, once in a minute. */
  @Test
  void nullForAListIsRead() {
    Pod bookmark =
        reading.unmarshal(
            """
            {"kind": "Pod", "apiVersion": "v1",
             "metadata": {"resourceVersion": "7", "creationTimestamp": null, "managedFields": null},
             "spec": {"containers": null},
             "status": {"conditions": null, "containerStatuses": null}}
            """,
            Pod.class);
    assertThat(bookmark.getSpec().getContainers()).isEmpty();
    assertThat(bookmark.getStatus().getContainerStatuses()).isEmpty();
    assertThat(bookmark.getMetadata().getManagedFields()).isEmpty();
  }

  private ConfigMap read(String kind, String... fields) {
    return reading.unmarshal(json("v1", kind, "\"data\": {}", fields), ConfigMap.class);
  }

  private static Map<String, Object> fieldsOf(HasMetadata object) {
    return object
        .getMetadata()
        .getManagedFields()
        .getFirst()
        .getFieldsV1()
        .getAdditionalProperties();
  }

  private static String fields(String manager, String owner) {
    return "{\"manager\": \"%s\", \"operation\": \"Apply\", \"fieldsV1\": %s}"
        .formatted(manager, FIELDS.formatted(owner));
  }

  private static String json(String version, String kind, String rest, String... fields) {
    return "{\"apiVersion\": \"%s\", \"kind\": \"%s\", \"metadata\": {\"name\": \"orders\", \"managedFields\": [%s]}, %s}"
        .formatted(version, kind, String.join(",", fields), rest);
  }
}
