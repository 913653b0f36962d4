package dev.natstoken.operator.health;

/** What a request gets: a status code of HTTP, and a text. */
public record Answer(int code, String text) {

  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  public static Answer ok(String text) {
    return new Answer(OK, text);
  }

  public static Answer unavailable(String text) {
    return new Answer(UNAVAILABLE, text);
  }
}
