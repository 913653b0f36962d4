package dev.natstoken.operator.rotation;

import dev.natstoken.operator.nats.token.Token;
import java.time.Duration;
import java.util.stream.Collectors;

/** A state in one line, for the one who has to find out why it is wrong. */
final class Picture {

  private Picture() {}

  static String of(World world) {
    return "secret "
        + world.secret().map(Picture::secret).orElse("none")
        + " | set "
        + world.set().map(Picture::set).orElse("none")
        + " | wish x"
        + world.wish().replicas()
        + " v"
        + world.version()
        + world.wish().request().map(r -> " request " + r).orElse("")
        + world.wish().brought().map(b -> " brought " + letter(b)).orElse("")
        + (world.wish().wantedServers().surge() ? " surge" : "")
        + (world.wish().overlap().isZero() ? " no overlap" : "")
        + " | configured "
        + world.configurations().entrySet().stream()
            .map(e -> letter(e.getKey()) + e.getValue())
            .sorted()
            .collect(Collectors.joining(" "))
        + (world.quiet() ? " | quiet" : "")
        + (world.hurt() ? " | hurt" : "")
        + sight(world);
  }

  private static String sight(World world) {
    return switch (world.sight()) {
      case Sight.Newest _ -> "";
      case Sight.Older older ->
          (older.leads() ? " | leads and sees " : " | waits and sees ")
              + older.kind()
              + " of "
              + of(older.part());
      case Sight.Late late -> " | under way " + late.write();
    };
  }

  private static String secret(TokenState state) {
    return letter(state.published())
        + state.generation()
        + " "
        + state.cause()
        + state.handledRequest().map(r -> " handled " + r).orElse("")
        + state.pending().map(p -> " pending " + letter(p.token()) + " " + p.cause()).orElse("")
        + state.overlap().map(Picture::overlap).orElse("");
  }

  private static String overlap(Overlap overlap) {
    return " overlap "
        + overlap.previous().map(Picture::letter).orElse("?")
        + overlap.previousGeneration()
        + " from "
        + overlap.serversFrom()
        + overlap
            .startedAt()
            .map(t -> " for " + Duration.between(t, World.NOW))
            .orElse(" not started");
  }

  private static String set(ModelSet set) {
    return "x"
        + set.replicas()
        + " partition "
        + set.partition()
        + " template "
        + revision(set.template())
        + " current "
        + revision(set.current())
        + (set.observed() ? "" : " unseen")
        + " pods "
        + set.pods().stream()
            .map(p -> p.map(q -> revision(q.revision()) + ":" + q.condition()).orElse("-"))
            .collect(Collectors.joining(" "));
  }

  private static String revision(Revision revision) {
    return letter(revision.token()) + (revision.canStart() ? "v" + revision.version() : "vBROKEN");
  }

  private static String letter(Token token) {
    String text = token.value();
    int number = Integer.parseInt(text.substring(text.lastIndexOf('-') + 1));
    return String.valueOf((char) ('A' + number));
  }
}
