package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Optional;

/** What the servers store; JetStream runs where this is set. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.memoryStore) || has(self.fileStore)",
    message = "jetstream needs a memoryStore, a fileStore, or both: it would have nowhere to store")
@ValidationRule(
    value = "(has(self.domain) ? self.domain : '') == (has(oldSelf.domain) ? oldSelf.domain : '')",
    message =
        "jetstream.domain cannot change: it is part of the subjects that clients and other servers"
            + " use")
public record JetStreamSpec(
    @JsonPropertyDescription("Streams in memory; none if absent.") MemoryStore memoryStore,
    @JsonPropertyDescription(
            "Streams on disk, on one PersistentVolumeClaim per server; none if absent. Cannot be"
                + " added or taken away later.")
        FileStore fileStore,
    @Size(max = 32)
        @Pattern("^[A-Za-z0-9][-_A-Za-z0-9]*$")
        @JsonPropertyDescription(
            "JetStream domain (domain), which tells these servers from those of leaf nodes. Cannot"
                + " change.")
        String domain,
    @Size(max = 7)
        @Pattern("^(always|[1-9][0-9]{0,5}[smh])$")
        @ValidationRule(
            value =
                "self == 'always' || !self.matches('"
                    + DurationText.PATTERN
                    + "') || (duration(self) >= duration('1s') && duration(self) <="
                    + " duration('1h'))",
            message = "jetstream.syncInterval must be always, or between 1s and 1h")
        @JsonPropertyDescription(
            "How often streams on disk are forced to it (sync_interval): 1s to 1h, nats-server's 2m if"
                + " absent, or always, before each message is acknowledged. What is younger is lost"
                + " when the machines of most servers stop without warning at once; a server that is"
                + " killed loses nothing. always costs much of the throughput.")
        String syncInterval) {

  /** Streams in memory. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record MemoryStore(
      @Required
          @Size(max = 8)
          @Pattern(StorageSize.PATTERN)
          @ValidationRule(
              value =
                  "!self.matches('"
                      + StorageSize.PATTERN
                      + "') || (quantity(self).compareTo(quantity('1Mi')) >= 0 &&"
                      + " quantity(self).compareTo(quantity('1Ti')) <= 0)",
              message = "jetstream.memoryStore.maxSize must be between 1Mi and 1Ti")
          @JsonPropertyDescription(
              "Most memory that the streams of one server may take (max_memory_store), such as 256Mi:"
                  + " 1Mi to 1Ti. Less than the memory limit in pod.resources, if there is one.")
          String maxSize) {}

  /** Streams on disk. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value =
          "!has(self.maxSize) || !self.maxSize.matches('"
              + StorageSize.PATTERN
              + "') || !self.pvc.size.matches('"
              + StorageSize.PATTERN
              + "') || quantity(self.maxSize).compareTo(quantity(self.pvc.size)) <= 0",
      message = "jetstream.fileStore.maxSize must not be more than pvc.size")
  public record FileStore(
      @Size(max = 8)
          @Pattern(StorageSize.PATTERN)
          @ValidationRule(
              value =
                  "!self.matches('"
                      + StorageSize.PATTERN
                      + "') || quantity(self).compareTo(quantity('1Mi')) >= 0",
              message = "jetstream.fileStore.maxSize must be 1Mi or more")
          @JsonPropertyDescription(
              "Most disk that the streams of one server may take (max_file_store), such as 8Gi. Nine"
                  + " tenths of the claim by default: file system and JetStream's own records need"
                  + " the rest.")
          String maxSize,
      @Required @JsonPropertyDescription("The PersistentVolumeClaim of each server.") Claim pvc) {}

  /** The PersistentVolumeClaim of each server. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value =
          "(has(self.storageClassName) ? self.storageClassName : '') =="
              + " (has(oldSelf.storageClassName) ? oldSelf.storageClassName : '')",
      message = "jetstream.fileStore.pvc.storageClassName cannot change: the claims exist")
  public record Claim(
      @Required
          @Size(max = 8)
          @Pattern(StorageSize.PATTERN)
          @ValidationRule(
              value =
                  "!self.matches('"
                      + StorageSize.PATTERN
                      + "') || (quantity(self).compareTo(quantity('16Mi')) >= 0 &&"
                      + " quantity(self).compareTo(quantity('64Ti')) <= 0)",
              message = "jetstream.fileStore.pvc.size must be between 16Mi and 64Ti")
          @JsonPropertyDescription(
              "Size of each claim, such as 10Gi: 16Mi to 64Ti. It can grow where the storage class"
                  + " allows that, and never shrinks.")
          String size,
      @Size(min = 1, max = 253)
          @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
          @JsonPropertyDescription(
              "Storage class of the claims, the default one if absent. Cannot change.")
          String storageClassName,
      @JsonPropertyDescription(
              "Whether the claims, and with them the data, stay when this resource is deleted"
                  + " (Retain, the default) or go with it (Delete).")
          TokenSpec.DeletionPolicy deletionPolicy) {

    public boolean goesWithTheResource() {
      return deletionPolicy == TokenSpec.DeletionPolicy.Delete;
    }
  }

  public Optional<Claim> claim() {
    return Optional.ofNullable(fileStore).map(FileStore::pvc);
  }
}
