package dev.natstoken.operator;

import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Virtual threads for work that waits for servers and for the API server. Only so much of it goes
 * on at once; the rest waits its turn without holding anything but its own small stack.
 */
final class Background implements Executor {

  private final Semaphore turns;

  Background(int atOnce) {
    this.turns = new Semaphore(atOnce);
  }

  @Override
  public void execute(Runnable work) {
    Thread.ofVirtual()
        .name("background")
        .start(() -> {
          turns.acquireUninterruptibly();
          try {
            work.run();
          } finally {
            turns.release();
          }
        });
  }
}
