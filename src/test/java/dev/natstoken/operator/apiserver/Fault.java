package dev.natstoken.operator.apiserver;

import dev.natstoken.operator.faults.ApiCall;
import dev.natstoken.operator.faults.Injection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * One way in which the world breaks.
 *
 * @param name as the table has it
 * @param course what one row does with it
 */
record Fault(String name, Making course) {

  /** In which each row has a course of its own. */
  interface Making {
    Course begin(FaultWorld world, RandomGenerator random);
  }

  /** Goes on while the row waits. */
  interface Course {
    /** Returns whether the fault is over. */
    boolean goOn();
  }

  private static final Course ALL_AT_ONCE = () -> true;

  static final Fault NONE = new Fault("none", (world, random) -> ALL_AT_ONCE);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

  /** So long a watch may be half open until the operator does something about it. */
  private static final Duration NOTICED = Duration.ofMinutes(1);

  /** The kinds whose watches the operator has; a Secret that was brought has one of its own. */
  static final List<String> KINDS =
      List.of("natstokenauths", "secrets", "configmaps", "statefulsets", "pods");

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    all.add(eachWrite("409", Injection.CONFLICT));
    all.add(eachWrite("429", Injection.TOO_MANY));
    all.add(eachWrite("500", Injection.SERVER_ERROR));
    all.add(eachWrite("lost before", Injection.DROP));
    all.add(eachWrite("504 after commit", Injection.COMMIT_THEN_504));
    all.add(eachWrite("lost after commit", Injection.COMMIT_THEN_DROP));
    all.add(
        new Fault(
            "500 on each read once",
            (world, random) -> {
              world.onceEach(call -> !call.isWrite(), Injection.SERVER_ERROR);
              return ALL_AT_ONCE;
            }));
    all.add(
        new Fault(
            "one write hangs",
            (world, random) -> {
              world.atNumber(world.phase().anyWrite(random), ApiCall::isWrite, Injection.HANG);
              return ALL_AT_ONCE;
            }));
    for (String kind : KINDS) {
      all.add(held(kind));
    }
    all.add(
        new Fault(
            "watches end",
            (world, random) ->
                during(world, Duration.ofSeconds(2), () -> world.proxy().closeWatches(any()))));
    all.add(
        new Fault(
            "watches too old",
            (world, random) -> {
              world.proxy().expireWatches(any());
              world.disturbed();
              return ALL_AT_ONCE;
            }));
    all.add(
        new Fault(
            "watches half open",
            (world, random) -> {
              world.proxy().swallow(any());
              return halfOpen(world);
            }));
    all.add(allWrites("403", Injection.FORBIDDEN));
    all.add(allWrites("500", Injection.SERVER_ERROR));
    all.add(away("4 s", Duration.ofSeconds(4)));
    all.add(away("1 min", Duration.ofMinutes(1)));
    all.add(
        new Fault(
            "servers silent for 4 s",
            (world, random) ->
                fromWrite(
                    world,
                    world.phase().anyWrite(random),
                    Duration.ofSeconds(4),
                    () -> world.namespace().servers().freeze(),
                    () -> world.namespace().servers().thaw())));
    all.add(
        new Fault(
            "a server is lost",
            (world, random) ->
                fromWrite(
                    world,
                    world.phase().anyWrite(random),
                    Duration.ZERO,
                    () -> world.lose(random.nextInt(FaultSetup.SERVERS)),
                    () -> {})));
    all.add(
        new Fault(
            "operator dies",
            (world, random) ->
                atDeath(world, world.phase().anyWrite(random), Duration.ZERO, false)));
    all.add(
        new Fault(
            "operator dies, the next sees the past for 3 s",
            (world, random) ->
                atDeath(world, world.phase().anyWrite(random), Duration.ofSeconds(3), true)));
    return all;
  }

  /** Until the operator has noticed, as it does by itself, or was too slow. */
  private static Course halfOpen(FaultWorld world) {
    long begin = System.nanoTime();
    return () -> {
      boolean over = !world.proxy().hasSwallowed();
      if (!over && System.nanoTime() - begin < NOTICED.toNanos()) {
        world.disturbed();
      }
      return over;
    };
  }

  /**
   * No write passes after so many, and another operator begins. It may see, at first, all as it was
   * before the phase, as by an API server that lags.
   */
  private static Course atDeath(FaultWorld world, int writes, Duration length, boolean inThePast) {
    world.proxy().remember();
    world.fromNumber(writes, ApiCall::isWrite, Injection.DROP);
    return fromWrite(
        world,
        writes + 1,
        length,
        () -> {
          world.namespace().stopOperator();
          world.proxy().rule(call -> Injection.NONE);
          if (inThePast) {
            world.proxy().past(true);
            world.proxy().hold(any());
          }
          world.startOperator();
        },
        () -> {
          world.proxy().past(false);
          world.proxy().hold(any().negate());
        });
  }

  static Predicate<ApiCall> any() {
    return call -> true;
  }

  private static Fault eachWrite(String name, Injection injection) {
    return new Fault(
        name + " on each write once",
        (world, random) -> {
          world.onceEach(ApiCall::isWrite, injection);
          return ALL_AT_ONCE;
        });
  }

  /** As while a webhook is down, or a right is taken away. */
  private static Fault allWrites(String name, Injection injection) {
    return new Fault(
        name + " on all writes for 10 s",
        (world, random) ->
            fromWrite(
                world,
                world.phase().anyWrite(random),
                Duration.ofSeconds(10),
                () -> world.fromNumber(0, ApiCall::isWrite, injection),
                () -> world.proxy().rule(call -> Injection.NONE)));
  }

  private static Fault away(String name, Duration length) {
    return new Fault(
        "API server away for " + name,
        (world, random) ->
            fromWrite(
                world,
                world.phase().anyWrite(random),
                length,
                () -> world.proxy().away(true),
                () -> world.proxy().away(false)));
  }

  private static Fault held(String kind) {
    return new Fault(
        kind + " seen 3 s late",
        (world, random) ->
            fromWrite(
                world,
                world.phase().anyWrite(random),
                Duration.ofSeconds(3),
                () -> world.proxy().hold(call -> call.kind().equals(kind)),
                () -> world.proxy().hold(call -> false)));
  }

  /** Again and again for so long. */
  private static Course during(FaultWorld world, Duration length, Runnable fault) {
    long begin = System.nanoTime();
    return () -> {
      boolean over = System.nanoTime() - begin > length.toNanos();
      if (!over) {
        fault.run();
        world.disturbed();
      }
      return over;
    };
  }

  /**
   * Begins before anything is done, or after so many writes, or after a while: there may be fewer.
   */
  private static Course fromWrite(
      FaultWorld world, int number, Duration length, Runnable begin, Runnable end) {
    return new Course() {
      private final long created = System.nanoTime();
      private final long writesBefore = world.writes();
      private long begun;
      private boolean over;

      {
        if (number == 0) {
          start();
        }
      }

      private void start() {
        begin.run();
        begun = System.nanoTime();
      }

      @Override
      public boolean goOn() {
        long now = System.nanoTime();
        if (begun == 0
            && (world.writes() - writesBefore >= number
                || now - created > LONGEST_WAIT.toNanos())) {
          start();
        } else if (begun != 0 && !over && now - begun > length.toNanos()) {
          over = true;
          end.run();
        }
        if (!over) {
          world.disturbed();
        }
        return over;
      }
    };
  }
}
