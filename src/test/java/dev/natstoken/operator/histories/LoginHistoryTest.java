package dev.natstoken.operator.histories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.histories.Truth.Fault;
import dev.natstoken.operator.histories.Truth.Published;
import dev.natstoken.operator.histories.Truth.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoginHistoryTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  /** Token 1 from the beginning, token 2 after 100 s, an overlap until 150 s, its end at 180 s. */
  private static final Truth TRUTH =
      new Truth(
          List.of(
              new Published(at(0), 1, Set.of(url("a"), url("b"))),
              new Published(at(90), 1, Set.of(url("b"))),
              new Published(at(100), 2, Set.of(url("a"))),
              new Published(at(110), 2, Set.of(url("a"), url("b")))),
          List.of(
              new Turn(at(-60), "a", true),
              new Turn(at(-60), "b", true),
              new Turn(at(92), "a", false),
              new Turn(at(97), "a", true)),
          List.of(new Fault(at(200), at(210))),
          Optional.of(at(150)),
          Optional.of(at(180)));

  private static Instant at(int second) {
    return BEGIN.plusSeconds(second);
  }

  private static String url(String pod) {
    return "nats://" + pod + ".orders:4222";
  }

  private static SeenLogin login(int second, String server, int token, Answer answer) {
    return new SeenLogin(at(second), at(second).plusMillis(10), "c", url(server), token, answer);
  }

  /** Both tokens get in once a second for as long as they should, and these logins happen too. */
  private static List<String> brokenBy(SeenLogin... more) {
    List<SeenLogin> logins = new ArrayList<>(List.of(more));
    IntStream.range(0, 150).forEach(s -> logins.add(login(s, "b", 1, Answer.LET_IN)));
    IntStream.range(100, 300).forEach(s -> logins.add(login(s, "a", 2, Answer.LET_IN)));
    return new LoginHistory(logins, TRUTH).broken(2);
  }

  @Test
  void whatIsRightIsNotTold() {
    assertThat(
            brokenBy(
                login(10, "a", SeenLogin.WRONG, Answer.REFUSED),
                login(93, "a", 1, Answer.REFUSED), // not listed any more
                login(95, "a", 1, Answer.SILENT), // not there
                login(99, "a", 2, Answer.REFUSED), // not published yet
                login(205, "a", 2, Answer.SILENT), // disturbed
                login(20, "a", SeenLogin.WRONG, Answer.SILENT), // closed without a word
                login(160, "b", 1, Answer.LET_IN), // late is not too late
                login(190, "b", 1, Answer.REFUSED)))
        .isEmpty();
  }

  @Test
  void aWrongTokenIsLetInNowhere() {
    assertThat(brokenBy(login(10, "a", SeenLogin.WRONG, Answer.LET_IN)))
        .singleElement()
        .asString()
        .contains("wrong token");
  }

  @Test
  void noServerOfTheSecretRefusesItsToken() {
    assertThat(brokenBy(login(10, "a", 1, Answer.REFUSED), login(120, "b", 2, Answer.REFUSED)))
        .hasSize(2)
        .allMatch(s -> s.contains("refused its token"));
  }

  @Test
  void aLoginDuringWhichTheSecretChangesMayMeetEither() {
    SeenLogin across = new SeenLogin(at(89), at(91), "c", url("a"), 1, Answer.REFUSED);
    assertThat(brokenBy(across)).isEmpty();
  }

  @Test
  void aServerThatIsThereIsNotSilentForItsToken() {
    assertThat(brokenBy(login(10, "a", 1, Answer.SILENT)))
        .singleElement()
        .asString()
        .contains("silent");
  }

  @Test
  void theFormerTokenIsLetInNowhereAfterTheRotation() {
    assertThat(brokenBy(login(181, "b", 1, Answer.LET_IN)))
        .singleElement()
        .asString()
        .contains("after the rotation");
  }

  @Test
  void noClientAsksAllServersTwiceInVainWithEitherToken() {
    List<SeenLogin> more = new ArrayList<>();
    IntStream.range(0, 3).forEach(i -> more.add(login(140 + i, "a", 1, Answer.REFUSED)));
    IntStream.range(0, 4).forEach(i -> more.add(login(400 + i, "a", 2, Answer.SILENT)));
    LoginHistory three = new LoginHistory(more.subList(0, 3), TRUTH);
    assertThat(three.broken(2)).isEmpty();
    more.add(login(144, "a", 1, Answer.REFUSED));
    LoginHistory four = new LoginHistory(more, TRUTH);
    assertThat(four.broken(2))
        .anyMatch(s -> s.startsWith("c with token 1 was let in nowhere: 4 in 4.0 s"))
        .anyMatch(s -> s.startsWith("c with token 2 was let in nowhere: 4"));
    more.add(login(142, "b", 1, Answer.LET_IN));
    more.add(login(402, "b", 2, Answer.LET_IN));
    assertThat(new LoginHistory(more, TRUTH).broken(2)).noneMatch(s -> s.contains("nowhere"));
  }
}
