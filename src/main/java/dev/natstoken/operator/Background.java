package dev.natstoken.operator;

import dev.natstoken.operator.reconciler.Tenant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Virtual threads for work that waits for servers and for the API server. Only so much of it goes
 * on at once for each {@link Tenant}; the rest waits its turn without holding anything but its own
 * small stack, and without keeping that of other tenants waiting.
 */
final class Background implements Executor {

  private final int atOnce;
  private final Map<String, Line> lines = new ConcurrentHashMap<>();

  Background(int atOnce) {
    this.atOnce = atOnce;
  }

  @Override
  public void execute(Runnable work) {
    String tenant = Tenant.current();
    Line line =
        lines.compute(tenant, (t, known) -> (known == null ? new Line(atOnce) : known).joined());
    Thread.ofVirtual()
        .name("background")
        .start(() -> {
          line.turns.acquireUninterruptibly();
          try {
            Tenant.run(tenant, work);
          } finally {
            line.turns.release();
            lines.computeIfPresent(tenant, (t, known) -> known.left());
          }
        });
  }

  /** The work of one tenant; forgotten when there is none. */
  private static final class Line {

    private final Semaphore turns;
    private int members;

    Line(int atOnce) {
      this.turns = new Semaphore(atOnce);
    }

    Line joined() {
      members++;
      return this;
    }

    Line left() {
      members--;
      return members == 0 ? null : this;
    }
  }
}
