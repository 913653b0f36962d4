package dev.natstoken.operator.nats.probe;

import com.fasterxml.jackson.core.JsonParser;
import dev.natstoken.operator.nats.probe.ServerProbe.Connections;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The page /connz. What clients call themselves is for people to read: cut where it is too long to
 * be shown, and without what would move a terminal's cursor.
 */
final class ClientPage {

  /** As many clients as are listed; of more, only the number is known. */
  static final int MOST = 1024;

  /** More than a server can hold; whoever says so lies, and sums must not run over. */
  private static final int MOST_COUNTED = 1_000_000;

  private static final int LONGEST = 256;
  private static final int LONGEST_ADDRESS = 45;

  private final List<Row> rows = new ArrayList<>();
  private String serverId = "";
  private int total;

  private record Row(long number, ClientConnection client) {}

  private ClientPage() {}

  static Connections read(JsonParser at, OwnLogins own) throws IOException {
    ClientPage page = new ClientPage();
    PageReader.object(
        at,
        Map.of(
            "server_id", value -> page.serverId = value.getValueAsString(""),
            "total", value -> page.total = value.getValueAsInt(),
            "connections", value -> PageReader.objects(value, page::add)));
    return page.without(own);
  }

  private void add(JsonParser at) throws IOException {
    var row = new RowReader();
    PageReader.object(
        at,
        Map.of(
            "cid", value -> row.number = value.getValueAsLong(),
            "name", value -> row.name = shown(value, LONGEST),
            "mqtt_client", value -> row.mqttId = shown(value, LONGEST),
            "ip", value -> row.ip = shown(value, LONGEST_ADDRESS),
            "lang", value -> row.language = shown(value, LONGEST),
            "version", value -> row.version = shown(value, LONGEST)));
    if (rows.size() < MOST) {
      rows.add(row.row());
    }
  }

  /** A client of MQTT has no name of that kind, only its client id. */
  private static final class RowReader {
    private long number;
    private String name = "";
    private String mqttId = "";
    private String ip = "";
    private String language = "";
    private String version = "";

    Row row() {
      return new Row(
          number,
          new ClientConnection(
              name.isEmpty() ? mqttId : name,
              ip,
              language.isEmpty() && !mqttId.isEmpty() ? "mqtt" : language,
              version));
    }
  }

  private Connections without(OwnLogins own) {
    List<ClientConnection> clients =
        rows.stream().filter(r -> !own.contains(serverId, r.number)).map(Row::client).toList();
    int ours = rows.size() - clients.size();
    int count = Math.min(MOST_COUNTED, Math.max(clients.size(), total - ours));
    return new Connections(count, clients);
  }

  private static String shown(JsonParser at, int most) throws IOException {
    IntStream visible =
        at.getValueAsString("").codePoints().filter(c -> !isControl(Character.getType(c)));
    return visible
        .limit(most)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Format characters too: some of them turn the direction of the text after them. */
  private static boolean isControl(int type) {
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE;
  }
}
