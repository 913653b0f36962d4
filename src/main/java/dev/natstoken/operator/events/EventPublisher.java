package dev.natstoken.operator.events;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Events in the background. The name of an Event follows from its content, so a repeated one
 * raises its count instead of piling up.
 */
public final class EventPublisher {

  private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);

  /** Limit of an Event's note in the events.k8s.io API. */
  static final int LONGEST_NOTE = 1024;

  private final KubernetesClient client;
  private final Clock clock;
  private final Executor executor;
  private final String reporter;

  public EventPublisher(KubernetesClient client, Clock clock, Executor executor, String reporter) {
    this.client = client;
    this.clock = clock;
    this.executor = executor;
    this.reporter = reporter;
  }

  public void publish(HasMetadata about, EventReason reason, String note) {
    Event event = event(about, reason, note);
    executor.execute(() -> {
      try {
        write(event);
      } catch (KubernetesClientException e) {
        log.warn("Event {} could not be written: {}", reason, e.getMessage());
      } catch (IllegalStateException | RejectedExecutionException e) {
        // From a client that is closed, or about to be: nobody is left to tell.
        log.debug("Event {} comes too late, the program ends: {}", reason, e.getMessage());
      }
    });
  }

  private void write(Event event) {
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      client
          .v1()
          .events()
          .inNamespace(event.getMetadata().getNamespace())
          .withName(event.getMetadata().getName())
          .edit(old ->
              new EventBuilder(old)
                  .withCount(old.getCount() == null ? 2 : old.getCount() + 1)
                  .withLastTimestamp(event.getLastTimestamp())
                  .build());
    }
  }

  private Event event(HasMetadata about, EventReason reason, String fullNote) {
    String note =
        fullNote.length() <= LONGEST_NOTE
            ? fullNote
            : fullNote.substring(0, LONGEST_NOTE - 1) + "…";
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    var subject = about.getMetadata();
    String content = subject.getUid() + reason + note;
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(subject.getNamespace())
        .withName(
            subject.getName()
                + "."
                + UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8)))
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withNamespace(subject.getNamespace())
        .withName(subject.getName())
        .withUid(subject.getUid())
        .endInvolvedObject()
        .withType(reason.type())
        .withReason(reason.name())
        .withMessage(note)
        .withAction("Reconcile")
        .withCount(1)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withReportingComponent("natstoken.dev/operator")
        .withReportingInstance(reporter)
        .withNewSource()
        .withComponent("nats-token-operator")
        .endSource()
        .build();
  }
}
