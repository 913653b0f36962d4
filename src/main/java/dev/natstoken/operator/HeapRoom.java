package dev.natstoken.operator;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of the heap stays in use. A program whose heap is full ends, begins anew, and is full
 * again: this one rather begins nothing new while it is nearly full, says so, and goes on with what
 * it has.
 */
public final class HeapRoom {

  private static final Logger log = LoggerFactory.getLogger(HeapRoom.class);

  /** With less room than this, collections take most of the time of a processor. */
  private static final double FULL = 0.9;

  private static final int PERCENT = 100;

  private final DoubleSupplier used;
  private final AtomicBoolean said = new AtomicBoolean();

  /**
   * The room of a program.
   *
   * @param used which share of its heap stays in use, from 0 to 1
   */
  public HeapRoom(DoubleSupplier used) {
    this.used = used;
  }

  /** The room of this program, by what its last collection of all could not free. */
  static HeapRoom ofThisProgram() {
    return new HeapRoom(HeapRoom::afterCollection);
  }

  private static double afterCollection() {
    return ofLargest(
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getCollectionUsage)
            .filter(Objects::nonNull));
  }

  /** The largest pool has what stays; a small one of what is new is often full. */
  static double ofLargest(Stream<MemoryUsage> pools) {
    return pools
        .max(Comparator.comparingLong(MemoryUsage::getMax))
        .map(usage -> (double) usage.getUsed() / usage.getMax())
        .orElse(0.0);
  }

  double used() {
    return used.getAsDouble();
  }

  /** Whether nothing new should be begun; the log says when that changes. */
  boolean isFull() {
    double now = used();
    boolean full = now >= FULL;
    if (said.getAndSet(full) != full) {
      if (full) {
        log.warn(
            "{} % of the heap stay in use: resources without servers wait until there is more room."
                + " Raise the memory limit of the operator (resources.limits.memory of the chart)",
            Math.round(now * PERCENT));
      } else {
        log.info("There is room on the heap again: resources without servers wait no more");
      }
    }
    return full;
  }
}
