package dev.natstoken.operator.observed;

import dev.natstoken.operator.nats.probe.ClientConnection;
import java.util.Optional;

/**
 * A client that still has the former token.
 *
 * @param pod where it can be found, if that is known
 */
public record Straggler(ClientConnection client, Optional<ClientPod> pod) {}
