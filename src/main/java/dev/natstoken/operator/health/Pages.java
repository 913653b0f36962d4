package dev.natstoken.operator.health;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** What a port serves, by path. Only so many answers are in memory, or on their way, at once. */
final class Pages {

  private final Map<String, Supplier<Answer>> byPath;
  private final Semaphore answers;

  Pages(int answersAtOnce, Map<String, Supplier<Answer>> byPath) {
    this.byPath = byPath;
    this.answers = new Semaphore(answersAtOnce);
  }

  /** Sends an answer to somebody. */
  interface Way {
    void send(Answer answer) throws IOException;
  }

  void answer(String line, Way way) throws IOException {
    if (!answers.tryAcquire()) {
      way.send(Answer.unavailable("too many ask at once\n"));
      return;
    }
    try {
      way.send(answerTo(line));
    } finally {
      answers.release();
    }
  }

  private Answer answerTo(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
      return new Answer(400, "this is no request of HTTP/1.1\n");
    }
    if (!words[0].equals("GET")) {
      return new Answer(405, "only GET is answered\n");
    }
    Supplier<Answer> page = byPath.get(words[1].split("\\?", 2)[0]);
    return page == null ? new Answer(404, "only " + byPath.keySet() + "\n") : page.get();
  }
}
