package dev.natstoken.operator.desired;

import dev.natstoken.operator.api.JetStreamSpec;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.api.StorageSize;
import dev.natstoken.operator.nats.config.Setting;
import dev.natstoken.operator.nats.config.Settings;
import java.util.Optional;

/** What a spec says of JetStream, with every default resolved. */
public final class JetStreamWish {

  private JetStreamWish() {}

  static Optional<JetStream> storage(NatsTokenAuthSpec spec, Optional<String> claimSize) {
    return spec.jetstreamIfAny()
        .map(j -> new JetStream(j.claim().map(c -> FileStoreClaim.of(c, size(c, claimSize)))));
  }

  /** Both limits always: an absent one would be nats-server's guess from the machine. */
  static Settings settings(NatsTokenAuthSpec spec, Optional<String> claimSize) {
    return spec.jetstreamIfAny()
        .map(j ->
            Settings.NONE
                .with(
                    Setting.JETSTREAM_MAX_MEMORY,
                    j.memoryStore() == null ? 0 : StorageSize.bytes(j.memoryStore().maxSize()))
                .with(
                    Setting.JETSTREAM_MAX_FILE,
                    j.fileStore() == null ? 0 : maxFile(j.fileStore(), claimSize))
                .with(Setting.JETSTREAM_DOMAIN, j.domain())
                .with(Setting.JETSTREAM_SYNC_INTERVAL, j.syncInterval()))
        .orElse(Settings.NONE);
  }

  /** Never more than the claims have by now, whatever they are to have. */
  private static long maxFile(JetStreamSpec.FileStore store, Optional<String> claimSize) {
    long claimed = StorageSize.bytes(size(store.pvc(), claimSize));
    return store.maxSize() == null
        ? claimed / 10 * 9
        : Math.min(StorageSize.bytes(store.maxSize()), claimed);
  }

  private static String size(JetStreamSpec.Claim claim, Optional<String> claimSize) {
    return claimSize.orElse(claim.size());
  }
}
