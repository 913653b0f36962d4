package dev.natstoken.operator.rotation;

import dev.natstoken.operator.rotation.Steps.Actor;
import dev.natstoken.operator.rotation.Steps.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** All states that are reached from a first one with a number of events, and how. */
final class Search {

  /** Sees each step once. */
  interface Watcher {
    void step(World from, Step step);
  }

  /** What can happen next, with or without what nobody can count on. */
  interface Next {
    List<Step> steps(World world, boolean events);
  }

  private record Arrival(int from, String by) {}

  private final Next next;
  private final Map<World, Integer> numbers = new HashMap<>();
  private final List<World> worlds = new ArrayList<>();
  private final List<Arrival> arrivals = new ArrayList<>();
  private final List<int[]> unasked = new ArrayList<>();

  /**
   * Fewer events come first, so that each state is looked at with the most of them still to come.
   */
  Search(World first, int events, Next next, Watcher watcher) {
    this.next = next;
    Deque<Integer> now = new ArrayDeque<>();
    number(first, new Arrival(-1, "start"), now);
    for (int used = 0; used <= events; used++) {
      Deque<Integer> later = new ArrayDeque<>();
      while (!now.isEmpty()) {
        expand(now.poll(), used < events, watcher, now, later);
      }
      now = later;
    }
  }

  private void expand(
      int at, boolean events, Watcher watcher, Deque<Integer> now, Deque<Integer> later) {
    World world = worlds.get(at);
    List<Integer> reached = new ArrayList<>();
    for (Step step : steps(at, world, events)) {
      try {
        watcher.step(world, step);
      } catch (AssertionError e) {
        throw new AssertionError(
            e.getMessage() + path(at) + line(step.actor() + " " + step.what(), step.to()), e);
      }
      Arrival arrival = new Arrival(at, step.actor() + " " + step.what());
      if (step.actor() == Actor.EVENT) {
        number(step.to(), arrival, later);
      } else {
        reached.add(number(step.to(), arrival, now));
      }
    }
    while (unasked.size() <= at) {
      unasked.add(new int[0]);
    }
    unasked.set(at, reached.stream().mapToInt(i -> i).toArray());
  }

  private List<Step> steps(int at, World world, boolean events) {
    try {
      return next.steps(world, events);
    } catch (AssertionError e) {
      throw new AssertionError(path(at) + e.getMessage(), e);
    }
  }

  private int number(World world, Arrival arrival, Deque<Integer> queue) {
    Integer known = numbers.get(world);
    if (known != null) {
      return known;
    }
    int number = worlds.size();
    numbers.put(world, number);
    worlds.add(world);
    arrivals.add(arrival);
    queue.add(number);
    return number;
  }

  int size() {
    return worlds.size();
  }

  /** For each state the fewest steps to a goal, if nobody asks for anything more; -1: never. */
  int[] distances(Predicate<World> goal) {
    List<List<Integer>> back = new ArrayList<>();
    worlds.forEach(w -> back.add(new ArrayList<>(4)));
    for (int i = 0; i < unasked.size(); i++) {
      for (int to : unasked.get(i)) {
        back.get(to).add(i);
      }
    }
    int[] distances = new int[worlds.size()];
    Arrays.fill(distances, -1);
    Deque<Integer> queue = new ArrayDeque<>();
    for (int i = 0; i < worlds.size(); i++) {
      if (goal.test(worlds.get(i))) {
        distances[i] = 0;
        queue.add(i);
      }
    }
    while (!queue.isEmpty()) {
      int at = queue.poll();
      for (int from : back.get(at)) {
        if (distances[from] < 0) {
          distances[from] = distances[at] + 1;
          queue.add(from);
        }
      }
    }
    return distances;
  }

  List<World> worlds() {
    return worlds;
  }

  /** How a state was reached. */
  String path(int at) {
    StringBuilder text = new StringBuilder();
    for (int i = at; i >= 0; i = arrivals.get(i).from()) {
      text.insert(0, line(arrivals.get(i).by(), worlds.get(i)));
    }
    return text.toString();
  }

  private static String line(String by, World world) {
    return "\n  " + by + "\n      " + Picture.of(world);
  }
}
