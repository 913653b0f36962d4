package dev.natstoken.operator.nats.probe;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The operator's own logins of late. A server may list one that is just going; it is known by the
 * number that the server itself gave to the connection. A client chooses its name, and its address
 * may be that of a gateway, but this number nobody can choose.
 */
final class OwnLogins {

  private static final int MOST = 2048;
  private static final int LONGEST_ID = 128;

  private final Set<Entry> entries = new LinkedHashSet<>();

  private record Entry(String serverId, long clientId) {}

  synchronized void add(ServerInfo info) {
    if (info.serverId().length() > LONGEST_ID) {
      return;
    }
    entries.add(new Entry(info.serverId(), info.clientId()));
    if (entries.size() > MOST) {
      entries.remove(entries.iterator().next());
    }
  }

  synchronized boolean contains(String serverId, long clientId) {
    return entries.contains(new Entry(serverId, clientId));
  }
}
