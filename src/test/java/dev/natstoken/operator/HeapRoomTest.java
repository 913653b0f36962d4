package dev.natstoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.MemoryUsage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HeapRoomTest {

  private final AtomicReference<Double> used = new AtomicReference<>(0.0);
  private final HeapRoom room = new HeapRoom(used::get);

  @Test
  void itIsFullFromNinetyPercentOn() {
    used.set(0.89);
    assertThat(room.isFull()).isFalse();
    used.set(0.9);
    assertThat(room.isFull()).isTrue();
    used.set(0.89);
    assertThat(room.isFull()).as("what was freed counts").isFalse();
  }

  @Test
  void aSmallPoolOfWhatIsNewMayBeFull() {
    MemoryUsage survivors = new MemoryUsage(0, 10, 10, 10);
    MemoryUsage old = new MemoryUsage(0, 50, 80, 100);
    assertThat(HeapRoom.ofLargest(Stream.of(survivors, old))).isEqualTo(0.5);
    assertThat(HeapRoom.ofLargest(Stream.of())).as("no collection yet").isZero();
  }

  @Test
  void ofThisProgramItIsAShare() {
    System.gc();
    assertThat(HeapRoom.ofThisProgram().used()).isBetween(0.0, 1.0).isPositive();
  }
}
