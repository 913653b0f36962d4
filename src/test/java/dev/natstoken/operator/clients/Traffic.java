package dev.natstoken.operator.clients;

import java.util.Map;

/**
 * What a client counted.
 *
 * @param library name and version of the client library
 * @param sent requests, one every 50 ms
 * @param lost requests without an answer within 2 s
 * @param why the lost ones by the kind of error
 * @param closed whether the library has given up for good
 */
public record Traffic(
    String library,
    int sent,
    int answered,
    int lost,
    Map<String, Integer> why,
    int reconnects,
    boolean closed) {

  public static String header() {
    return "| client | sent | answered | lost | reconnects | closed for good |\n|---|---|---|---|---|---|";
  }

  /** A row of the table, with what tells this client from others of the library. */
  public String row(String kind) {
    return "| %s, %s | %d | %d | %s | %d | %s |"
        .formatted(
            library,
            kind,
            sent,
            answered,
            lost == 0 ? "0" : lost + " " + why,
            reconnects,
            closed ? "yes" : "no");
  }
}
